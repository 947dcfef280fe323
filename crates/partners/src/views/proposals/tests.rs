//! What is shown of a proposal is what its state decides by, whatever has happened to it.

use contract::{
    moment,
    partners::{
        AppointProxy, Choice, CloseProposal, EndEligibility, JudgeObjection, Proposal as Shown, ProposalOpened,
        ProposalState, Ranking, Recuse, Rule, SharedVoice, TakePosition, WithdrawObjection, event::Kind as Event,
    },
};
use jiff::{SignedDuration, civil::Date};
use kernel::{Aggregate, Context, Decide, scenario::context};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{change, opened};
use crate::partnership::state::Granted;
use crate::proposal::{Proposal, decisions::Speaking, state::Opened};
use crate::sealing::SealingKey;

const MEMBERS: [&str; 4] = ["a", "b", "c", "d"];

proptest! {
    #[test]
    fn the_view_counts_as_the_decision_does(
        (rule, done) in (select(&RULES[..]), vec((select(&MEMBERS[..]), select(&MEMBERS[..]), 0..9_u8, 0..5_u32), 0..25)),
    ) {
        let motion = motion(rule);
        let (mut state, mut shown) = (Proposal::default(), opened(&motion));
        state.evolve(&motion.into(), "");
        for (member, other, what, how) in done {
            for event in decide(&state, member, other, what, how) {
                state.evolve(&event, "");
                change(&mut shown, &event);
            }
            let Proposal::Opened(it) = &state else { panic!("{state:?}") };
            prop_assert_eq!(counts_of_state(it), counts_of_view(&shown));
            prop_assert_eq!(it.is_closed(), shown.state() != ProposalState::Open);
            if !it.is_closed() {
                prop_assert_eq!(&it.tally().still_needed(), &shown.why);
            }
        }
    }
}

const RULES: [Rule; 6] =
    [Rule::Consent, Rule::SimpleMajority, Rule::Unanimity, Rule::AbsoluteMajority, Rule::TwoThirds, Rule::Ranked];

fn counts_of_state(it: &Opened) -> (u32, u32, [u32; 4], usize, Vec<Vec<u32>>) {
    let tally = it.tally();
    let rows = if it.motion.options.is_empty() { vec![] } else { tally.ranked.beats.rows().to_vec() };
    let counts = [tally.agreed, tally.abstained, tally.objected, tally.refuted];
    (tally.eligible, tally.quorum_needed, counts, it.proxies.len(), rows)
}

fn counts_of_view(it: &Shown) -> (u32, u32, [u32; 4], usize, Vec<Vec<u32>>) {
    let rows = it.beats.iter().map(|it| it.above.clone()).collect();
    let counts = [it.agreed, it.abstained, it.objected, it.not_sustained];
    (it.voices, it.quorum_needed, counts, it.proxies.len(), rows)
}

/// What comes of something a member does, perhaps with regard to another; nothing where it is refused.
fn decide(state: &Proposal, member: &str, other: &str, what: u8, how: u32) -> Vec<Event> {
    let by = &Context { partner: member.into(), ..context() };
    let reason = || "because".to_owned();
    let rankings = vec![Ranking { option: how % 3, rank: 1 }, Ranking { option: (how + 1) % 3, rank: 1 + how % 2 }];
    let choice = Choice::try_from(how as i32).unwrap_or_default();
    let rankings = if choice == Choice::Rank { rankings } else { vec![] };
    let take = TakePosition { choice: choice.into(), reason: reason(), rankings, ..Default::default() };
    let decision = match what {
        0..=2 => state.decide(&take, &Speaking::default(), by),
        3 => {
            let proxy = how.is_multiple_of(2).then(|| for_ever(member));
            let speaking = Speaking { proxy, ..Default::default() };
            state.decide(&TakePosition { on_behalf_of: other.into(), ..take }, &speaking, by)
        }
        4 => state.decide(&AppointProxy { holder_id: other.into(), ..Default::default() }, &(), by),
        5 => state.decide(&WithdrawObjection { choice: choice.into(), ..Default::default() }, &(), by),
        6 => {
            let (objector_id, sustained, reasons) = (other.into(), how == 0, reason());
            state.decide(&JudgeObjection { objector_id, sustained, reasons, ..Default::default() }, &(), by)
        }
        7 if how == 0 => state.decide(&Recuse::default(), &SealingKey::default(), by),
        7 if how == 1 => {
            let (partner_id, why) = (other.into(), reason());
            state.decide(&EndEligibility { partner_id, why, ..Default::default() }, &SealingKey::default(), by)
        }
        8 if how == 0 => {
            let late = Context { now: by.now + SignedDuration::from_hours(1), ..by.clone() };
            state.decide(&CloseProposal::default(), &SealingKey::default(), &late)
        }
        _ => Ok(vec![]),
    };
    decision.unwrap_or_default()
}

fn for_ever(holder: &str) -> Granted {
    Granted { holder_id: holder.into(), matters: vec![], starts_on: Date::MIN, ends_on: Date::MAX }
}

fn motion(rule: Rule) -> ProposalOpened {
    let options = if rule == Rule::Ranked { vec!["one".into(), "other".into()] } else { vec![] };
    ProposalOpened {
        rule: rule.into(),
        quorum_needed: 2,
        quorum_percent: 50,
        eligible: MEMBERS.map(str::to_owned).to_vec(),
        shared_voices: vec![SharedVoice { partner_ids: vec!["a".into(), "b".into()] }],
        closes_at: Some(moment::on_wire(context().now + SignedDuration::from_hours(1))),
        fallback: if rule == Rule::Consent { Rule::TwoThirds.into() } else { 0 },
        days_open: 1,
        options,
        ..Default::default()
    }
}
