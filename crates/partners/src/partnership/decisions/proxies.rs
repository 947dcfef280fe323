//! Letting another member speak while one is away: on all proposals or in some matters, and taken back at will.

use std::{collections::BTreeSet, iter::once};

use contract::partners::{GrantProxy, Matter, ProxyGranted, ProxyRevoked, RevokeProxy};
use jiff::{Span, civil::Date};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::super::{
    rejection::Rejection,
    state::{Formed, Granted, Partnership},
};
use crate::{
    proposal::voices::{PROXIES_MAX, voice_of},
    round::decisions::Voices,
};

/// Nobody hands its voice over for good.
const DAYS_MAX: i32 = 366;

impl Decide<GrantProxy> for Partnership {
    type Known = Voices;

    fn target(command: &GrantProxy) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &GrantProxy, voices: &Voices, context: &Context) -> Decision<Self> {
        let granted = granted(command, context)?;
        let proxy = Granted::from(&granted);
        let formed = self.active()?;
        formed.heard(context)?;
        if formed.proxies.of(&context.partner) == Some(&proxy) {
            return Ok(vec![]);
        }
        if proxy.starts_on < context.today() {
            return Err(Invalid::new("starts_on", format!("is {}, which is past", proxy.starts_on)).into());
        }
        formed.may_speak(&proxy, &context.partner, voices)?;
        Ok(vec![granted.into()])
    }
}

impl Decide<RevokeProxy> for Partnership {
    type Known = ();

    fn target(command: &RevokeProxy) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &RevokeProxy, _: &(), context: &Context) -> Decision<Self> {
        let RevokeProxy { command_id: _, validate_only: _, partnership_id } = command;
        let formed = self.formed()?;
        formed.heard(context)?;
        let (partnership_id, partner_id) = (partnership_id.clone(), context.partner.clone());
        Ok(match formed.proxies.of(&partner_id) {
            Some(_) => vec![ProxyRevoked { partnership_id, partner_id }.into()],
            None => vec![],
        })
    }
}

impl Formed {
    /// Affiliates count as one, both as who gives and as who holds. How many it speaks for on a proposal is asked again
    /// there, together with the proxies appointed on it.
    fn may_speak(&self, proxy: &Granted, giver: &str, voices: &Voices) -> Result<(), Rejection> {
        let voice = |partner_id| voice_of(&voices.shared, partner_id);
        let (giver, holder) = (voice(giver), voice(&proxy.holder_id));
        if holder == giver {
            return Err(Invalid::new("holder_id", "is your own organisation, which needs no proxy").into());
        }
        if !self.has_voice(&proxy.holder_id) {
            return Err(Invalid::new("holder_id", "is no member of this partnership with a voice").into());
        }
        let others: Vec<_> = self.proxies.iter().filter(|(_, it)| voice(&it.holder_id) == holder).collect();
        let spoken_for = |day: Date| {
            let on_it = others.iter().filter(|(_, it)| it.covers(day)).map(|(other, _)| voice(other));
            on_it.filter(|other| *other != giver).collect::<BTreeSet<_>>().len()
        };
        // It speaks for most on a day on which one of them begins.
        let begins = others.iter().map(|(_, it)| it.starts_on).filter(|day| proxy.covers(*day));
        match once(proxy.starts_on).chain(begins).all(|day| spoken_for(day) < PROXIES_MAX) {
            true => Ok(()),
            false => Err(Rejection::ProxyLimit { most: PROXIES_MAX }),
        }
    }
}

fn granted(command: &GrantProxy, context: &Context) -> Result<ProxyGranted, Invalid> {
    let GrantProxy { command_id: _, validate_only: _, partnership_id, holder_id, matters, starts_on, ends_on } =
        command;
    let starts_on = parse::date_or_none("starts_on", starts_on)?.unwrap_or(context.today());
    let ends_on = parse::date("ends_on", ends_on)?;
    parse::in_order("ends_on", Some(starts_on), Some(ends_on))?;
    let latest = starts_on.saturating_add(Span::new().days(DAYS_MAX));
    if latest < ends_on {
        return Err(Invalid::new("ends_on", format!("is {ends_on}: later than {latest} is not taken")));
    }
    Ok(ProxyGranted {
        partnership_id: partnership_id.clone(),
        partner_id: context.partner.clone(),
        holder_id: holder_id.clone(),
        matters: known(matters)?,
        starts_on: starts_on.to_string(),
        ends_on: ends_on.to_string(),
    })
}

/// In the order of their numbers, each once.
fn known(numbers: &[i32]) -> Result<Vec<i32>, Invalid> {
    let mut matters = numbers.to_vec();
    matters.sort_unstable();
    if let Some(twice) = matters.windows(2).find(|it| it[0] == it[1]) {
        return Err(Invalid::new("matters", format!("names matter {} twice", twice[0])));
    }
    let is_known = |it: &i32| Matter::try_from(*it).is_ok_and(|it| it != Matter::Unspecified);
    match matters.iter().all(is_known) {
        true => Ok(matters),
        false => Err(Invalid::new("matters", "holds a matter that is not known")),
    }
}
