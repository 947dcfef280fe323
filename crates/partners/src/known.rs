//! How what decisions ask for is looked up.

use contract::{
    common::Standing,
    partners::{
        AnswerConcern, ClearFlag, CloseUnresolved, ConcludeEscalation, ContestFlag, DecisionRule, FlagPartner,
        FormPartnership, InvitePartner, OpenProposal, RaiseConcern, RegisterPartner, RenewFlag, ReviseProfile,
    },
};
use kernel::{Aggregate, Context};
use runtime::{
    Recall, Room,
    standing::{Partnership, RuleFor, Standing as Standings},
};

use crate::{
    Partners,
    concern::decisions::{Company, Raiser, SILENCE_DAYS, Silence},
    flag::decisions::{Acquaintance, Sight},
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

impl Recall<Partners, ReviseProfile> for Affiliation {
    fn recall(room: &Room<Partners>, command: &ReviseProfile, _: &Context) -> Self {
        affiliation(room, command.partner_id.clone(), &command.affiliated_to)
    }
}

impl Recall<Partners, FlagPartner> for Acquaintance {
    fn recall(room: &Room<Partners>, command: &FlagPartner, context: &Context) -> Self {
        let FlagPartner { partnership_id, partner_id, .. } = command;
        let takes_part = |it: &str| room.standing.takes_part(partnership_id, it);
        Acquaintance {
            share_a_partnership: match partnership_id.as_str() {
                "" => room.standing.share_a_partnership(&context.partner, partner_id),
                _ => takes_part(&context.partner) && takes_part(partner_id),
            },
            flag_id: room.memory.flags.open(partnership_id, &context.partner, partner_id).map(str::to_owned),
        }
    }
}

impl Recall<Partners, ContestFlag> for Sight {
    fn recall(room: &Room<Partners>, command: &ContestFlag, context: &Context) -> Self {
        sight(room, &command.partnership_id, context)
    }
}

impl Recall<Partners, RenewFlag> for Sight {
    fn recall(room: &Room<Partners>, command: &RenewFlag, context: &Context) -> Self {
        sight(room, &command.partnership_id, context)
    }
}

impl Recall<Partners, ClearFlag> for Sight {
    fn recall(room: &Room<Partners>, command: &ClearFlag, context: &Context) -> Self {
        sight(room, &command.partnership_id, context)
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
        room.standing.partnership(&command.partnership_id).map(charter).unwrap_or_default()
    }
}

impl Recall<Partners, RaiseConcern> for Company {
    fn recall(room: &Room<Partners>, command: &RaiseConcern, context: &Context) -> Self {
        let members = room.standing.partnership(&command.partnership_id).map_or(&[][..], |it| &it.members);
        let others = members.iter().filter(|it| it.partner_id != context.partner && takes_part(it.stands()));
        Company { others: others.map(|it| it.partner_id.clone()).collect() }
    }
}

impl Recall<Partners, AnswerConcern> for Silence {
    fn recall(_: &Room<Partners>, _: &AnswerConcern, _: &Context) -> Self {
        Silence { days: SILENCE_DAYS }
    }
}

impl Recall<Partners, ConcludeEscalation> for Silence {
    fn recall(_: &Room<Partners>, _: &ConcludeEscalation, _: &Context) -> Self {
        Silence { days: SILENCE_DAYS }
    }
}

impl Recall<Partners, CloseUnresolved> for Raiser {
    fn recall(room: &Room<Partners>, command: &CloseUnresolved, _: &Context) -> Self {
        let CloseUnresolved { partnership_id, concern_id, .. } = command;
        let raised_by = room.memory.concerns.raised_by(partnership_id, concern_id);
        Raiser { has_left: raised_by.is_some_and(|it| has_left(room.standing, partnership_id, it)) }
    }
}

/// Whether a partner that took part there does so no longer.
pub(crate) fn has_left(standing: &Standings, partnership_id: &str, partner_id: &str) -> bool {
    matches!(standing.of(partnership_id, partner_id), Standing::Former | Standing::Unspecified)
}

fn takes_part(stands: Standing) -> bool {
    !matches!(stands, Standing::Unspecified | Standing::Invited | Standing::Former)
}

fn affiliation(room: &Room<Partners>, partner_id: String, affiliated_to: &str) -> Affiliation {
    if affiliated_to.is_empty() {
        return Affiliation { partner_id, ..Default::default() };
    }
    let above = room.standing.affiliations(affiliated_to).map(str::to_owned).collect();
    let below = room.standing.affiliated_below(&partner_id);
    Affiliation { partner_id, above, below, is_unknown: !room.standing.is_registered(affiliated_to) }
}

fn sight(room: &Room<Partners>, partnership_id: &str, context: &Context) -> Sight {
    let is_public = partnership_id.is_empty();
    Sight { is_given: is_public || context.is_operator() || room.standing.takes_part(partnership_id, &context.partner) }
}

fn charter(partnership: &Partnership) -> Charter {
    let verifiers = partnership.members.iter().filter(|it| it.stands() == Standing::Verifier);
    Charter {
        is_active: partnership.is_active,
        voices: partnership.voices().map(|it| it.partner_id.clone()).collect(),
        verifiers: verifiers.map(|it| it.partner_id.clone()).collect(),
        rules: partnership.rules.iter().map(rule).collect(),
    }
}

fn rule(it: &RuleFor) -> DecisionRule {
    let RuleFor { matter, rule, quorum_percent, days_open } = *it;
    DecisionRule { matter, rule, quorum_percent, days_open }
}
