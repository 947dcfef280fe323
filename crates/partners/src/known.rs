//! How what decisions ask for is looked up.

use std::collections::BTreeMap;

use contract::{
    common::Standing,
    partners::{DecisionRule, FormPartnership, InvitePartner, OpenProposal, RegisterPartner},
};
use kernel::{Aggregate, Context};
use runtime::{
    Recall, Room,
    standing::{Partnership, RuleFor},
};

use crate::{
    Partners,
    partner::{Partner, decisions::Affiliation},
    partnership::decisions::{Founders, Invitee},
    proposal::decisions::Charter,
};

impl Recall<Partners, RegisterPartner> for Affiliation {
    fn recall(room: &Room<Partners>, command: &RegisterPartner, context: &Context) -> Self {
        let partner_id = context.or_fresh(&command.partner_id, Partner::KIND);
        affiliation(room, partner_id, &command.affiliated_to)
    }
}

impl Recall<Partners, FormPartnership> for Founders {
    fn recall(room: &Room<Partners>, command: &FormPartnership, _: &Context) -> Self {
        let named = command.founders.iter().map(|it| &it.partner_id);
        Founders { unregistered: named.filter(|it| !room.standing.is_registered(it)).cloned().collect() }
    }
}

impl Recall<Partners, InvitePartner> for Invitee {
    fn recall(room: &Room<Partners>, command: &InvitePartner, _: &Context) -> Self {
        Invitee { is_registered: room.standing.is_registered(&command.partner_id) }
    }
}

impl Recall<Partners, OpenProposal> for Charter {
    fn recall(room: &Room<Partners>, command: &OpenProposal, _: &Context) -> Self {
        let Some(partnership) = room.standing.partnership(&command.partnership_id) else { return Charter::default() };
        let members = partnership.members.iter().map(|it| &it.partner_id);
        let organisations = members.chain([&command.concerned_partner_id]).map(|it| {
            let organisation = room.standing.organisation(it);
            (it.clone(), organisation.to_owned())
        });
        Charter { organisations: organisations.filter(|(it, of)| it != of).collect(), ..charter(partnership) }
    }
}

fn affiliation(room: &Room<Partners>, partner_id: String, affiliated_to: &str) -> Affiliation {
    if affiliated_to.is_empty() {
        return Affiliation { partner_id, ..Default::default() };
    }
    let above = room.standing.affiliations(affiliated_to).map(str::to_owned).collect();
    Affiliation { partner_id, above, is_unknown: !room.standing.is_registered(affiliated_to) }
}

fn charter(partnership: &Partnership) -> Charter {
    let verifiers = partnership.members.iter().filter(|it| it.stands() == Standing::Verifier);
    Charter {
        is_active: partnership.is_active,
        voices: partnership.voices().map(|it| it.partner_id.clone()).collect(),
        verifiers: verifiers.map(|it| it.partner_id.clone()).collect(),
        rules: partnership.rules.iter().map(rule).collect(),
        organisations: BTreeMap::new(),
    }
}

fn rule(it: &RuleFor) -> DecisionRule {
    let RuleFor { matter, rule, quorum_percent, days_open, fallback } = *it;
    DecisionRule { matter, rule, quorum_percent, days_open, fallback }
}
