//! Properties of all commands on one proposal together: one voice each, affiliates included, and an end for each.

use std::collections::BTreeMap;

use contract::{
    moment,
    partners::{
        AppointProxy, Choice, CloseProposal, EndEligibility, JudgeObjection, ProposalOpened, Recuse, Rule, SharedVoice,
        TakePosition, WithdrawObjection, event::Kind as Event,
    },
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Aggregate, Context, Decide, scenario::context};
use partners::{
    partnership::state::Granted,
    proposal::{Proposal, decisions::Speaking, state::Opened, voices::PROXIES_MAX},
    sealing::SealingKey,
};
use proptest::{collection::vec, prelude::*, sample::select};

const MEMBERS: [&str; 5] = ["a", "b", "c", "d", "e"];

/// What one member does, perhaps with regard to another.
#[derive(Debug, Clone)]
enum Does {
    Says(Choice),
    SaysFor(&'static str, Choice),
    SaysUnderAStandingProxyOf(&'static str, Choice),
    Appoints(&'static str),
    Withdraws(Choice),
    Judges(&'static str, bool),
    Recuses,
    Leaves,
}

proptest! {
    #[test]
    fn no_order_of_commands_lets_a_member_or_two_affiliates_count_twice(
        (rule, done) in (rule(), vec((select(&MEMBERS[..]), does()), 0..25)),
    ) {
        let mut proposal = opened(rule);
        let mut latest: BTreeMap<&str, (String, Choice)> = BTreeMap::new();
        for (member, does) in &done {
            for event in decide(&proposal, member, does) {
                note(&mut latest, &event);
                proposal.evolve(&event, "");
            }
            let it = state(&proposal);
            let tally = it.tally();
            let count = |choice: Choice| latest.values().filter(|it| it.1 == choice).count() as u32;
            prop_assert_eq!(
                (tally.agreed, tally.abstained, tally.objected),
                (count(Choice::Agree), count(Choice::Abstain), count(Choice::Object))
            );
            prop_assert!(tally.spoke() <= it.voices() && it.voices() <= 4);
            prop_assert!(tally.quorum_needed <= it.voices());
            prop_assert!(it.positions.values().all(|said| it.is_eligible(&said.partner_id)));
            for holder in MEMBERS {
                let said = it.positions.values().filter(|said| !said.by_proxy.is_empty());
                let by_it = said.filter(|said| it.voice_of(&said.by_proxy) == it.voice_of(holder));
                prop_assert!(by_it.count() <= PROXIES_MAX, "{holder} speaks for too many");
            }
        }
    }

    #[test]
    fn whatever_was_done_a_proposal_ends(
        (rule, done) in (rule(), vec((select(&MEMBERS[..]), does()), 0..25)),
    ) {
        let mut proposal = opened(rule);
        for (member, does) in &done {
            let events = decide(&proposal, member, does);
            evolve(&mut proposal, events);
        }
        // At the deadline, and once more at that of the fallback.
        for days in [1, 3] {
            let late = Context { now: now() + SignedDuration::from_hours(24 * days), ..context() };
            let closed = proposal.decide(&CloseProposal::default(), &SealingKey::default(), &late).unwrap();
            evolve(&mut proposal, closed);
        }
        prop_assert!(state(&proposal).is_closed());
    }
}

fn rule() -> impl Strategy<Value = Rule> {
    select(vec![Rule::Consent, Rule::SimpleMajority, Rule::AbsoluteMajority, Rule::TwoThirds, Rule::Unanimity])
}

fn does() -> impl Strategy<Value = Does> {
    let choice = || select(vec![Choice::Agree, Choice::Agree, Choice::Abstain, Choice::Object]);
    let other = || select(&MEMBERS[..]);
    prop_oneof![
        6 => choice().prop_map(Does::Says),
        2 => (other(), choice()).prop_map(|(other, choice)| Does::SaysFor(other, choice)),
        2 => (other(), choice()).prop_map(|(other, choice)| Does::SaysUnderAStandingProxyOf(other, choice)),
        2 => other().prop_map(Does::Appoints),
        2 => select(vec![Choice::Agree, Choice::Abstain]).prop_map(Does::Withdraws),
        2 => (other(), any::<bool>()).prop_map(|(other, sustained)| Does::Judges(other, sustained)),
        1 => Just(Does::Recuses),
        1 => Just(Does::Leaves),
    ]
}

fn for_ever(holder: &str) -> Granted {
    Granted { holder_id: holder.into(), matters: vec![], starts_on: Date::MIN, ends_on: Date::MAX }
}

/// What comes of it; nothing where it is refused.
fn decide(proposal: &Proposal, member: &str, does: &Does) -> Vec<Event> {
    let by = &Context { partner: member.into(), ..context() };
    let reason = || "because".to_owned();
    let decision = match does {
        Does::Says(choice) => {
            let take = TakePosition { choice: (*choice).into(), reason: reason(), ..Default::default() };
            proposal.decide(&take, &Speaking::default(), by)
        }
        Does::SaysFor(other, choice) => {
            let on_behalf_of = (*other).into();
            let choice = (*choice).into();
            proposal.decide(
                &TakePosition { choice, reason: reason(), on_behalf_of, ..Default::default() },
                &Speaking::default(),
                by,
            )
        }
        Does::SaysUnderAStandingProxyOf(other, choice) => {
            let (on_behalf_of, choice) = ((*other).into(), (*choice).into());
            let take = TakePosition { choice, reason: reason(), on_behalf_of, ..Default::default() };
            proposal.decide(&take, &Speaking { proxy: Some(for_ever(member)), ..Default::default() }, by)
        }
        Does::Appoints(other) => {
            proposal.decide(&AppointProxy { holder_id: (*other).into(), ..Default::default() }, &(), by)
        }
        Does::Withdraws(choice) => {
            proposal.decide(&WithdrawObjection { choice: (*choice).into(), ..Default::default() }, &(), by)
        }
        Does::Judges(other, sustained) => {
            let (objector_id, sustained) = ((*other).into(), *sustained);
            proposal.decide(
                &JudgeObjection { objector_id, sustained, reasons: reason(), ..Default::default() },
                &(),
                by,
            )
        }
        Does::Recuses => proposal.decide(&Recuse::default(), &SealingKey::default(), by),
        Does::Leaves => {
            let partner_id = member.into();
            proposal.decide(
                &EndEligibility { partner_id, why: reason(), ..Default::default() },
                &SealingKey::default(),
                by,
            )
        }
    };
    decision.unwrap_or_default()
}

/// Counted apart from the state: the last word of each organisation, out with it when it is.
fn note(latest: &mut BTreeMap<&str, (String, Choice)>, event: &Event) {
    let voice = |partner: &str| if partner == "a" || partner == "b" { "a and b" } else { MEMBERS[place(partner)] };
    match event {
        Event::PositionTaken(it) => {
            latest.insert(voice(&it.partner_id), (it.partner_id.clone(), it.choice()));
        }
        Event::ObjectionWithdrawn(it) => {
            latest.insert(voice(&it.partner_id), (it.partner_id.clone(), it.choice()));
        }
        Event::Recused(it) => {
            latest.remove(voice(&it.partner_id));
        }
        // An affiliate that stays keeps what it said itself.
        Event::EligibilityEnded(it) => latest.retain(|_, (partner_id, _)| *partner_id != it.partner_id),
        _ => (),
    }
}

fn place(partner: &str) -> usize {
    MEMBERS.iter().position(|it| *it == partner).unwrap()
}

fn opened(rule: Rule) -> Proposal {
    let fallback = if rule == Rule::Consent { Rule::SimpleMajority } else { Rule::Unspecified };
    let motion = ProposalOpened {
        rule: rule.into(),
        quorum_needed: 2,
        quorum_percent: 50,
        eligible: MEMBERS.map(str::to_owned).to_vec(),
        shared_voices: vec![SharedVoice { partner_ids: vec!["a".into(), "b".into()] }],
        closes_at: Some(moment::on_wire(now() + SignedDuration::from_hours(1))),
        fallback: fallback.into(),
        days_open: 1,
        ..Default::default()
    };
    let mut proposal = Proposal::default();
    proposal.evolve(&motion.into(), "");
    proposal
}

fn evolve(proposal: &mut Proposal, events: Vec<Event>) {
    for event in events {
        proposal.evolve(&event, "");
    }
}

fn state(proposal: &Proposal) -> &Opened {
    match proposal {
        Proposal::Opened(it) => it,
        other => panic!("{other:?}"),
    }
}

fn now() -> Timestamp {
    context().now
}
