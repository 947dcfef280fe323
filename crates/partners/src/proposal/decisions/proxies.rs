//! Letting another member speak: for this proposal, recorded as such, and taken back at will.

use std::collections::BTreeSet;

use contract::partners::{AppointProxy, EndProxy, ProxyAppointed, ProxyEnded};
use kernel::{Context, Decide, Decision, Invalid};

use super::super::{
    rejection::Rejection,
    state::{Opened, Proposal},
    voices::PROXIES_MAX,
};

impl Decide<AppointProxy> for Proposal {
    type Known = ();

    fn target(command: &AppointProxy) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &AppointProxy, _: &(), context: &Context) -> Decision<Self> {
        let AppointProxy {
            command_id: _,
            validate_only: _,
            partnership_id,
            proposal_id,
            holder_id,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        let opened = self.opened()?;
        opened.has_voice(context)?;
        opened.in_time(context)?;
        let voice = opened.voice_of(&context.partner);
        opened.may_hold(holder_id, &voice)?;
        let had = opened.proxies.get(&voice);
        if had.is_some_and(|it| (&it.partner_id, &it.holder_id) == (&context.partner, holder_id)) {
            return Ok(vec![]);
        }
        let appointed = ProxyAppointed {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            partner_id: context.partner.clone(),
            holder_id: holder_id.clone(),
        };
        Ok(vec![appointed.into()])
    }
}

impl Decide<EndProxy> for Proposal {
    type Known = ();

    fn target(command: &EndProxy) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &EndProxy, _: &(), context: &Context) -> Decision<Self> {
        let EndProxy { command_id: _, validate_only: _, partnership_id, proposal_id } = command;
        let opened = self.opened()?;
        opened.has_voice(context)?;
        opened.in_time(context)?;
        if !opened.proxies.contains_key(&opened.voice_of(&context.partner)) {
            return Ok(vec![]);
        }
        let ended = ProxyEnded {
            partnership_id: partnership_id.clone(),
            proposal_id: proposal_id.clone(),
            partner_id: context.partner.clone(),
        };
        Ok(vec![ended.into()])
    }
}

impl Opened {
    /// Affiliates count as one, both as who gives and as who holds.
    fn may_hold(&self, holder_id: &str, giver: &str) -> Result<(), Rejection> {
        let holder = self.voice_of(holder_id);
        if holder == giver {
            return Err(Invalid::new("holder_id", "is your own organisation, which needs no proxy").into());
        }
        if !self.is_eligible(holder_id) {
            return Err(Invalid::new("holder_id", "is no member that may take a position on this proposal").into());
        }
        match self.speaks_for_others(&holder, giver) {
            held if held < PROXIES_MAX => Ok(()),
            _ => Err(Rejection::ProxyLimit { most: PROXIES_MAX }),
        }
    }

    /// How many voices but one have the holder's speak for them: as its proxy here, or by what it has said for them.
    pub(super) fn speaks_for_others(&self, holder: &str, but: &str) -> usize {
        let held = self.proxies.iter().map(|(giver, it)| (giver, &it.holder_id));
        let said = self.positions.iter().map(|(giver, it)| (giver, &it.by_proxy));
        let is_held = |(giver, by): &(&String, &String)| *giver != but && self.voice_of(by) == holder;
        held.chain(said).filter(is_held).map(|(giver, _)| giver).collect::<BTreeSet<_>>().len()
    }
}
