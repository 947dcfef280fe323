//! How facts are counted: each into all time and into the quarter in which it was written down.

use std::collections::BTreeMap;

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        Choice, Event as Heard, MemberVoice, ParticipationRated, Position, PositionTaken, Proposal, ProposalOpened,
        ReceivedFrom, Recused, Terms, Voice, event::Kind as Event,
    },
    resources::{Event as Resources, TransactionConfirmed, TransactionType, event::Kind as Transaction},
};
use kernel::seal::Key;
use prost::Message;
use runtime::views::{Fold, key};

use super::{ALL_TIME, place_of};
use crate::{measures::quarter, proposal::voices::voice_of, sealing};

/// 0 not informed … 4 decides.
const PARTS: usize = 5;

/// What a member said of its part in one decision, and in which quarter.
#[derive(Clone, PartialEq, Message)]
struct Rated {
    #[prost(string, tag = "1")]
    period: String,
    #[prost(uint32, tag = "2")]
    actual: u32,
    #[prost(uint32, tag = "3")]
    desired: u32,
}

pub(super) fn project(fact: &Envelope, fold: &mut Fold<'_>) {
    match &fact.fact {
        Some(Fact::Partners(Heard { kind: Some(event) })) => partners(fact, event, fold),
        Some(Fact::Resources(Resources { kind: Some(Transaction::TransactionConfirmed(it)) })) => {
            transfer(fact, it, fold);
        }
        _ => (),
    }
}

fn partners(fact: &Envelope, event: &Event, fold: &mut Fold<'_>) {
    match event {
        Event::PartnershipFormed(it) => {
            let (partnership_id, currency) = (it.partnership_id.clone(), it.currency.clone());
            fold.put(place_of(&it.partnership_id, ""), Voice { partnership_id, currency, ..Default::default() });
            agree(fact, fold, it.charter_version, it.terms.as_ref());
        }
        Event::DraftRevised(it) => agree(fact, fold, it.charter_version, it.terms.as_ref()),
        Event::CharterAmended(it) => agree(fact, fold, it.charter_version, it.terms.as_ref()),
        Event::InvitationAccepted(it) => {
            fold.change(place_of(&it.partnership_id, ""), |voice| {
                member(voice, &it.partner_id);
            });
        }
        Event::ProposalOpened(it) => {
            fold.put(open_place(&it.partnership_id, &it.proposal_id), opened(it));
            // What a day that passed has put to the members, nobody proposed.
            if !it.proposed_by.is_empty() {
                count(fact, fold, |voice| member(voice, &it.proposed_by).proposals_made += 1);
            }
        }
        Event::PositionTaken(it) => {
            fold.change(open_place(&it.partnership_id, &it.proposal_id), |open| hear(open, it));
        }
        Event::PositionsReleased(it) => {
            fold.change(open_place(&it.partnership_id, &it.proposal_id), |open| reveal(open, &it.key));
        }
        Event::ObjectionWithdrawn(it) => {
            fold.change(open_place(&it.partnership_id, &it.proposal_id), |open: &mut Proposal| {
                let voice = voice_of(&open.shared_voices, &it.partner_id);
                let mut positions = open.positions.iter_mut();
                let spoken = positions.find(|had| voice_of(&open.shared_voices, &had.partner_id) == voice);
                spoken.into_iter().for_each(|had| (had.choice, had.partner_id) = (it.choice, it.partner_id.clone()));
            });
        }
        Event::Recused(it) => fold.change(open_place(&it.partnership_id, &it.proposal_id), |open| recuse(open, it)),
        Event::EligibilityEnded(it) => leave(fold, &it.partnership_id, &it.proposal_id, &it.partner_id),
        Event::ProposalWithdrawn(it) => fold.remove(open_place(&it.partnership_id, &it.proposal_id)),
        Event::ParticipationRated(it) => rated(fact, fold, it),
        Event::AgendaItemAdded(it) => count(fact, fold, |voice| member(voice, &it.added_by).agenda_items += 1),
        Event::ProposalAdopted(it) => decided(fact, fold, &it.proposal_id, true),
        Event::ProposalRejected(it) => decided(fact, fold, &it.proposal_id, false),
        _ => (),
    }
}

/// In force from now on, and in this quarter.
fn agree(fact: &Envelope, fold: &mut Fold<'_>, charter_version: u32, terms: Option<&Terms>) {
    for period in [ALL_TIME, &quarter(fact)] {
        fold.change(place_of(&fact.partnership, period), |voice: &mut Voice| {
            voice.charter_version = charter_version;
            voice.reserved_matters = terms.map(|it| it.reserved_matters.clone()).unwrap_or_default();
        });
    }
}

/// What is kept of a proposal until it is decided.
fn opened(it: &ProposalOpened) -> Proposal {
    let ProposalOpened { proposed_by, eligible, shared_voices, .. } = it.clone();
    Proposal { proposed_by, eligible, shared_voices, ..Default::default() }
}

fn hear(open: &mut Proposal, it: &PositionTaken) {
    let voice = voice_of(&open.shared_voices, &it.partner_id);
    open.positions.retain(|had| voice_of(&open.shared_voices, &had.partner_id) != voice);
    let (partner_id, sealed) = (it.partner_id.clone(), it.sealed.clone());
    open.positions.push(Position { partner_id, choice: it.choice, sealed, ..Default::default() });
}

fn reveal(open: &mut Proposal, key: &[u8]) {
    let Some(key) = Key::released(key) else { return };
    for position in &mut open.positions {
        let said = position.sealed.take().and_then(|sealed| sealing::open::<PositionTaken>(&key, &sealed));
        position.choice = said.map_or(position.choice, |it| it.choice);
    }
}

/// Affiliates go with it.
fn recuse(open: &mut Proposal, it: &Recused) {
    let voice = voice_of(&open.shared_voices, &it.partner_id);
    let stays = |partner_id: &str| voice_of(&open.shared_voices, partner_id) != voice;
    open.eligible.retain(|it| stays(it));
    open.positions.retain(|it| stays(&it.partner_id));
}

fn leave(fold: &mut Fold<'_>, partnership_id: &str, proposal_id: &str, partner_id: &str) {
    fold.change(open_place(partnership_id, proposal_id), |open: &mut Proposal| {
        open.eligible.retain(|it| it != partner_id);
        open.positions.retain(|it| it.partner_id != partner_id);
    });
}

/// Who rates its part again replaces what it said, also in the quarter it said it in.
fn rated(fact: &Envelope, fold: &mut Fold<'_>, it: &ParticipationRated) {
    let place = key(&["rated", &it.partnership_id, &it.proposal_id, &it.partner_id]);
    if let Some(before) = fold.get::<Rated>(place.clone()) {
        let periods = [ALL_TIME.to_owned(), before.period];
        for period in periods {
            fold.change(place_of(&it.partnership_id, &period), |voice| {
                rate(member(voice, &it.partner_id), before.actual, before.desired, |it| it.saturating_sub(1));
            });
        }
    }
    fold.put(place, Rated { period: quarter(fact), actual: it.actual, desired: it.desired });
    count(fact, fold, |voice| rate(member(voice, &it.partner_id), it.actual, it.desired, |it| it + 1));
}

fn rate(member: &mut MemberVoice, actual: u32, desired: u32, change: impl Fn(u32) -> u32) {
    let at = |parts: &mut Vec<u32>, part: u32| {
        parts.resize(PARTS, 0);
        if let Some(count) = parts.get_mut(part as usize) {
            *count = change(*count);
        }
    };
    at(&mut member.actual_parts, actual);
    at(&mut member.desired_parts, desired);
    if actual < desired {
        member.wanted_more = change(member.wanted_more);
    }
}

fn decided(fact: &Envelope, fold: &mut Fold<'_>, proposal_id: &str, is_adopted: bool) {
    let place = open_place(&fact.partnership, proposal_id);
    let Some(open) = fold.get::<Proposal>(place.clone()) else { return };
    fold.remove(place);
    count(fact, fold, |voice| decide(voice, &open, is_adopted));
}

fn decide(voice: &mut Voice, open: &Proposal, is_adopted: bool) {
    voice.proposals_decided += 1;
    if is_adopted {
        voice.proposals_adopted += 1;
        if !open.proposed_by.is_empty() {
            member(voice, &open.proposed_by).proposals_adopted += 1;
        }
    }
    if open.positions.len() == 1 {
        voice.decided_by_one += 1;
    }
    for (partner_id, position) in speakers(open) {
        let member = member(voice, partner_id);
        member.could_speak += 1;
        if position.is_some() {
            member.spoke += 1;
        }
        if position.is_some_and(|it| it.choice() == Choice::Object) {
            member.objected += 1;
            member.objections_held += u32::from(!is_adopted);
        }
    }
}

/// One for each voice, however many affiliates share it: who spoke, with what it said, or the first of those that could.
fn speakers(open: &Proposal) -> Vec<(&str, Option<&Position>)> {
    let mut speakers = BTreeMap::new();
    for partner_id in &open.eligible {
        let voice = voice_of(&open.shared_voices, partner_id);
        speakers.entry(voice).or_insert_with(|| {
            let position = open.positions.iter().find(|it| voice_of(&open.shared_voices, &it.partner_id) == voice);
            (position.map_or(partner_id.as_str(), |it| it.partner_id.as_str()), position)
        });
    }
    speakers.into_values().collect()
}

/// Given is what its receiver confirmed.
fn transfer(fact: &Envelope, it: &TransactionConfirmed, fold: &mut Fold<'_>) {
    if !is_gift(it.r#type()) {
        return;
    }
    count(fact, fold, |voice| {
        if voice.currency != it.currency {
            voice.transfers_in_other_currencies += 1;
            return;
        }
        add(&mut member(voice, &it.provider_partner_id).given_minor, it.amount_minor);
        let receiver = member(voice, &it.partner_id);
        add(&mut receiver.received_minor, it.amount_minor);
        match receiver.received_from.iter_mut().find(|from| from.partner_id == it.provider_partner_id) {
            Some(from) => add(&mut from.amount_minor, it.amount_minor),
            None => receiver
                .received_from
                .push(ReceivedFrom { partner_id: it.provider_partner_id.clone(), amount_minor: it.amount_minor }),
        }
    });
}

/// As in resources' ledger: lending, paying back and buying give something in return.
fn is_gift(kind: TransactionType) -> bool {
    let gifts = [TransactionType::IncomingFunds, TransactionType::Disbursement, TransactionType::Reimbursement];
    gifts.contains(&kind)
}

/// Sums stay at the greatest number there is rather than turn negative.
fn add(sum: &mut i64, amount: i64) {
    *sum = sum.saturating_add(amount);
}

/// Counts into all time, and into the fact's quarter.
fn count(fact: &Envelope, fold: &mut Fold<'_>, count: impl Fn(&mut Voice)) {
    let Some(all) = fold.get::<Voice>(place_of(&fact.partnership, ALL_TIME)) else { return };
    fold.change(place_of(&fact.partnership, ALL_TIME), &count);
    let period = quarter(fact);
    fold.upsert(place_of(&fact.partnership, &period), |voice: &mut Voice| {
        voice.partnership_id = all.partnership_id;
        voice.currency = all.currency;
        voice.charter_version = all.charter_version;
        voice.reserved_matters = all.reserved_matters;
        voice.period = period.clone();
        count(voice);
    });
}

fn member<'v>(voice: &'v mut Voice, partner_id: &str) -> &'v mut MemberVoice {
    let place = voice.members.iter().position(|it| it.partner_id == partner_id).unwrap_or_else(|| {
        voice.members.push(MemberVoice { partner_id: partner_id.to_owned(), ..Default::default() });
        voice.members.len() - 1
    });
    &mut voice.members[place]
}

fn open_place(partnership_id: &str, proposal_id: &str) -> Vec<u8> {
    key(&["open", partnership_id, proposal_id])
}
