//! How what decisions ask for is looked up.

mod measures;
mod talk;
mod writing;

use std::collections::BTreeMap;

use contract::{
    common::Standing,
    partners::{
        AgreeChange, AmendCharter, AnswerConcern, ClearFlag, ClosePartnership, CloseProposal, CloseRound,
        CloseUnresolved, ConcludeChange, ConcludeEscalation, ContestFlag, DecisionRule, EndEligibility,
        EscalateConcern, FlagPartner, FormPartnership, GiveFeedback, GrantProxy, InvitePartner, LeavePartnership,
        OpenProposal, OpenReview, OpenRound, RaiseConcern, Recuse, RegisterPartner, ReleaseExpectations, RenewFlag,
        ReviseDraft, ReviseProfile, StateExpectation, TakePosition, Terms,
    },
};
use kernel::{Aggregate, Context};
use runtime::{
    Recall, Room,
    standing::{Partnership, RuleFor, Standing as Standings},
};

use crate::{
    Partners,
    concern::decisions::{Answering, Company, Mediator, Raiser, SILENCE_DAYS, Silence},
    flag::decisions::{Acquaintance, Sight},
    memory::Open,
    partner::{Partner, decisions::Affiliation},
    partnership::decisions::{Founders, Invitee, Motion, Named, Outstanding},
    proposal::{
        Proposal,
        decisions::{Charter, Speaking},
        voices::shared,
    },
    round::{Round, decisions::Voices},
    sealing::{self, SealingKey},
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
        let unregistered = named.filter(|it| !room.standing.is_registered(it)).cloned().collect();
        Founders { unregistered, named: named_in(room, command.terms.as_ref()) }
    }
}

impl Recall<Partners, ReviseDraft> for Named {
    fn recall(room: &Room<Partners>, command: &ReviseDraft, _: &Context) -> Self {
        named_in(room, command.terms.as_ref())
    }
}

impl Recall<Partners, AmendCharter> for Named {
    fn recall(room: &Room<Partners>, command: &AmendCharter, _: &Context) -> Self {
        named_in(room, command.terms.as_ref())
    }
}

impl Recall<Partners, ConcludeChange> for Outstanding {
    fn recall(room: &Room<Partners>, command: &ConcludeChange, _: &Context) -> Self {
        outstanding(room, &command.partnership_id)
    }
}

impl Recall<Partners, LeavePartnership> for Outstanding {
    fn recall(room: &Room<Partners>, command: &LeavePartnership, _: &Context) -> Self {
        outstanding(room, &command.partnership_id)
    }
}

impl Recall<Partners, ClosePartnership> for Outstanding {
    fn recall(room: &Room<Partners>, command: &ClosePartnership, _: &Context) -> Self {
        outstanding(room, &command.partnership_id)
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

impl Recall<Partners, RaiseConcern> for Company {
    fn recall(room: &Room<Partners>, command: &RaiseConcern, context: &Context) -> Self {
        let members = room.standing.partnership(&command.partnership_id).map_or(&[][..], |it| &it.members);
        let others = members.iter().filter(|it| it.partner_id != context.partner && takes_part(it.stands()));
        Company { others: others.map(|it| it.partner_id.clone()).collect() }
    }
}

impl Recall<Partners, AnswerConcern> for Answering {
    fn recall(room: &Room<Partners>, command: &AnswerConcern, context: &Context) -> Self {
        let AnswerConcern { partnership_id, .. } = command;
        Answering {
            silence: silence(room, partnership_id),
            mediates_only: room.standing.of(partnership_id, &context.partner) == Standing::Mediator,
        }
    }
}

impl Recall<Partners, ConcludeEscalation> for Silence {
    fn recall(room: &Room<Partners>, command: &ConcludeEscalation, _: &Context) -> Self {
        silence(room, &command.partnership_id)
    }
}

impl Recall<Partners, EscalateConcern> for Mediator {
    fn recall(room: &Room<Partners>, command: &EscalateConcern, _: &Context) -> Self {
        let partnership = room.standing.partnership(&command.partnership_id);
        let named = partnership.map(|it| it.terms.mediator_partner_id.clone());
        Mediator { partner_id: named.unwrap_or_default() }
    }
}

impl Recall<Partners, CloseUnresolved> for Raiser {
    fn recall(room: &Room<Partners>, command: &CloseUnresolved, _: &Context) -> Self {
        let CloseUnresolved { partnership_id, concern_id, .. } = command;
        let raised_by = room.memory.concerns.raised_by(partnership_id, concern_id);
        Raiser { has_left: raised_by.is_some_and(|it| has_left(room.standing, partnership_id, it)) }
    }
}

fn silence(room: &Room<Partners>, partnership_id: &str) -> Silence {
    let days = match room.standing.partnership(partnership_id).map_or(0, |it| it.terms.concern_silence_days) {
        0 => SILENCE_DAYS,
        days => days,
    };
    Silence { days }
}

/// Whether a partner that took part there does so no longer.
pub(crate) fn has_left(standing: &Standings, partnership_id: &str, partner_id: &str) -> bool {
    !takes_part(standing.of(partnership_id, partner_id))
}

fn takes_part(stands: Standing) -> bool {
    !matches!(stands, Standing::Unspecified | Standing::Mediator | Standing::Invited | Standing::Former)
}

fn named_in(room: &Room<Partners>, terms: Option<&Terms>) -> Named {
    let mediator = terms.map(|it| it.mediator_partner_id.as_str()).filter(|it| !it.is_empty());
    Named { mediator_is_unknown: mediator.is_some_and(|it| !room.standing.is_registered(it)) }
}

fn outstanding(room: &Room<Partners>, partnership_id: &str) -> Outstanding {
    let motion = |(_, it): (&String, &Open)| Motion {
        proposal_id: it.proposal_id.clone(),
        title: it.title.clone(),
        proposed_by: it.proposed_by.clone(),
    };
    Outstanding {
        proposals: room.memory.open_in(partnership_id).map(motion).collect(),
        concerns: room.memory.concerns.open_in(partnership_id).collect(),
    }
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

impl Recall<Partners, StateExpectation> for SealingKey {
    fn recall(room: &Room<Partners>, command: &StateExpectation, _: &Context) -> Self {
        sealing_key(room, &command.partnership_id, "outset", &command.partnership_id)
    }
}

impl Recall<Partners, ReleaseExpectations> for SealingKey {
    fn recall(room: &Room<Partners>, command: &ReleaseExpectations, _: &Context) -> Self {
        kept_key(room, &command.partnership_id, "outset", &command.partnership_id)
    }
}

impl Recall<Partners, OpenRound> for Voices {
    fn recall(room: &Room<Partners>, command: &OpenRound, _: &Context) -> Self {
        voices(room, &command.partnership_id)
    }
}

impl Recall<Partners, OpenReview> for Voices {
    fn recall(room: &Room<Partners>, command: &OpenReview, _: &Context) -> Self {
        voices(room, &command.partnership_id)
    }
}

impl Recall<Partners, AgreeChange> for Voices {
    fn recall(room: &Room<Partners>, command: &AgreeChange, _: &Context) -> Self {
        voices(room, &command.partnership_id)
    }
}

impl Recall<Partners, GrantProxy> for Voices {
    fn recall(room: &Room<Partners>, command: &GrantProxy, _: &Context) -> Self {
        voices(room, &command.partnership_id)
    }
}

impl Recall<Partners, GiveFeedback> for SealingKey {
    fn recall(room: &Room<Partners>, command: &GiveFeedback, _: &Context) -> Self {
        sealing_key(room, &command.partnership_id, Round::KIND, &command.round_id)
    }
}

impl Recall<Partners, CloseRound> for SealingKey {
    fn recall(room: &Room<Partners>, command: &CloseRound, _: &Context) -> Self {
        kept_key(room, &command.partnership_id, Round::KIND, &command.round_id)
    }
}

fn voices(room: &Room<Partners>, partnership_id: &str) -> Voices {
    let members = room.standing.partnership(partnership_id).into_iter().flat_map(|it| it.voices());
    let partner_ids: Vec<String> = members.map(|it| it.partner_id.clone()).collect();
    let shared = shared(&partner_ids, |it| room.standing.organisation(it));
    Voices { partner_ids, shared }
}

impl Recall<Partners, TakePosition> for Speaking {
    fn recall(room: &Room<Partners>, command: &TakePosition, _: &Context) -> Self {
        let TakePosition { partnership_id, proposal_id, on_behalf_of, .. } = command;
        // Most proposals are not hidden.
        let key = match room.memory.is_hidden(partnership_id, proposal_id) {
            true => sealing_key(room, partnership_id, Proposal::KIND, proposal_id),
            false => SealingKey::default(),
        };
        Speaking { key, proxy: room.memory.standing_proxy(partnership_id, on_behalf_of).cloned() }
    }
}

impl Recall<Partners, CloseProposal> for SealingKey {
    fn recall(room: &Room<Partners>, command: &CloseProposal, _: &Context) -> Self {
        kept_key(room, &command.partnership_id, Proposal::KIND, &command.proposal_id)
    }
}

impl Recall<Partners, Recuse> for SealingKey {
    fn recall(room: &Room<Partners>, command: &Recuse, _: &Context) -> Self {
        kept_key(room, &command.partnership_id, Proposal::KIND, &command.proposal_id)
    }
}

impl Recall<Partners, EndEligibility> for SealingKey {
    fn recall(room: &Room<Partners>, command: &EndEligibility, _: &Context) -> Self {
        kept_key(room, &command.partnership_id, Proposal::KIND, &command.proposal_id)
    }
}

/// To seal under: made for the first thing sealed there.
fn sealing_key(room: &Room<Partners>, partnership_id: &str, kind: &str, id: &str) -> SealingKey {
    let key_id = sealing::key_id(partnership_id, kind, id);
    SealingKey { key: room.keys.key(&key_id), key_id }
}

/// To open with: where nothing was sealed there is none, and a lost one is not made anew.
fn kept_key(room: &Room<Partners>, partnership_id: &str, kind: &str, id: &str) -> SealingKey {
    let key_id = sealing::key_id(partnership_id, kind, id);
    SealingKey { key: room.keys.find(&key_id), key_id }
}

fn charter(partnership: &Partnership) -> Charter {
    let verifiers = partnership.members.iter().filter(|it| it.stands() == Standing::Verifier);
    Charter {
        is_active: partnership.is_active,
        is_closing: partnership.is_closing && !partnership.is_closed,
        voices: partnership.voices().map(|it| it.partner_id.clone()).collect(),
        verifiers: verifiers.map(|it| it.partner_id.clone()).collect(),
        rules: partnership.rules.iter().map(rule).collect(),
        organisations: BTreeMap::new(),
    }
}

fn rule(it: &RuleFor) -> DecisionRule {
    let RuleFor { matter, rule, quorum_percent, days_open, fallback, hidden } = *it;
    DecisionRule { matter, rule, quorum_percent, days_open, fallback, hidden }
}
