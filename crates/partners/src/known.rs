//! How what decisions ask for is looked up.

use contract::{
    common::Standing,
    partners::{
        AmendCharter, ClosePartnership, CloseRound, ConcludeChange, DecisionRule, FormPartnership, GiveFeedback,
        InvitePartner, LeavePartnership, OpenProposal, OpenReview, OpenRound, RegisterPartner, ReleaseExpectations,
        ReviseDraft, StateExpectation, Terms,
    },
};
use kernel::{Aggregate, Context};
use runtime::{
    Recall, Room,
    standing::{Partnership, RuleFor},
};

use crate::{
    Partners,
    memory::Open,
    partner::{Partner, decisions::Affiliation},
    partnership::decisions::{Founders, Invitee, Motion, Named, OutsetKey, Outstanding},
    proposal::decisions::Charter,
    round::{
        Round,
        decisions::{RoundKey, Voices},
    },
    sealing,
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
        room.standing.partnership(&command.partnership_id).map(charter).unwrap_or_default()
    }
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
    Outstanding { proposals: room.memory.open_in(partnership_id).map(motion).collect() }
}

fn affiliation(room: &Room<Partners>, partner_id: String, affiliated_to: &str) -> Affiliation {
    if affiliated_to.is_empty() {
        return Affiliation { partner_id, ..Default::default() };
    }
    let above = room.standing.affiliations(affiliated_to).map(str::to_owned).collect();
    Affiliation { partner_id, above, is_unknown: !room.standing.is_registered(affiliated_to) }
}

impl Recall<Partners, StateExpectation> for OutsetKey {
    fn recall(room: &Room<Partners>, command: &StateExpectation, _: &Context) -> Self {
        outset_key(room, &command.partnership_id)
    }
}

impl Recall<Partners, ReleaseExpectations> for OutsetKey {
    fn recall(room: &Room<Partners>, command: &ReleaseExpectations, _: &Context) -> Self {
        outset_key(room, &command.partnership_id)
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

impl Recall<Partners, GiveFeedback> for RoundKey {
    fn recall(room: &Room<Partners>, command: &GiveFeedback, _: &Context) -> Self {
        round_key(room, &command.partnership_id, &command.round_id)
    }
}

impl Recall<Partners, CloseRound> for RoundKey {
    fn recall(room: &Room<Partners>, command: &CloseRound, _: &Context) -> Self {
        round_key(room, &command.partnership_id, &command.round_id)
    }
}

fn voices(room: &Room<Partners>, partnership_id: &str) -> Voices {
    let partnership = room.standing.partnership(partnership_id);
    Voices(partnership.map(|it| it.voices().map(|it| it.partner_id.clone()).collect()).unwrap_or_default())
}

fn outset_key(room: &Room<Partners>, partnership_id: &str) -> OutsetKey {
    let key_id = sealing::key_id(partnership_id, "outset", partnership_id);
    OutsetKey { key: room.keys.key(&key_id), key_id }
}

fn round_key(room: &Room<Partners>, partnership_id: &str, round_id: &str) -> RoundKey {
    let key_id = sealing::key_id(partnership_id, Round::KIND, round_id);
    RoundKey { key: room.keys.key(&key_id), key_id }
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
