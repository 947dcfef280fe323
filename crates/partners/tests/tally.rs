//! Properties of counting: one voice each, and an early close that the deadline would not have changed.

use std::collections::BTreeMap;

use contract::{
    moment,
    partners::{Choice, CloseProposal, ProposalOpened, Rule, TakePosition, event::Kind as Event},
};
use jiff::SignedDuration;
use kernel::{Aggregate, Context, Decide, scenario::context};
use partners::{
    proposal::{
        Proposal,
        decisions::Speaking,
        tally::{Outcome, Said as Says, Tally, Terms, quorum},
    },
    sealing::SealingKey,
};
use proptest::{collection::vec, prelude::*, sample::select};

/// Who says what, in which order: members by place, some more than once, some never.
type Said = Vec<(usize, Choice)>;

proptest! {
    #[test]
    fn no_order_of_positions_lets_a_member_count_twice((rule, members, percent, said) in proposals()) {
        let played = Played::play(rule, members, percent, &said);
        let mut latest = BTreeMap::new();
        for (member, choice) in &said[..played.heard] {
            latest.insert(member, *choice);
        }
        let count = |choice: Choice| latest.values().filter(|it| **it == choice).count() as u32;
        let counted = (count(Choice::Agree), count(Choice::Abstain), count(Choice::Object));
        prop_assert_eq!(played.tally(), counted);
        prop_assert!(latest.len() <= members);
    }

    #[test]
    fn an_early_close_is_what_the_deadline_would_have_said((rule, members, percent, said) in proposals()) {
        let played = Played::play(rule, members, percent, &said);
        if !played.closed_early {
            return Ok(());
        }
        let at_close = played.positions();
        let silent = members - at_close.len();
        for (agree, abstain, object) in continuations(silent) {
            let more = [(Choice::Agree, agree), (Choice::Abstain, abstain), (Choice::Object, object)];
            let more = more.into_iter().flat_map(|(choice, times)| std::iter::repeat_n(choice, times));
            let choices = at_close.iter().copied().chain(more);
            let at_deadline = tally(rule, percent, members, &choices.collect::<Vec<_>>()).outcome();
            prop_assert_eq!(played.adopted, Some(at_deadline == Outcome::Adopted));
        }
    }

    #[test]
    fn it_closes_no_later_than_it_could((rule, members, percent, said) in counted_proposals()) {
        let choices: BTreeMap<_, _> = said.into_iter().collect();
        let with = |more: &[(Choice, usize)]| {
            let more = more.iter().flat_map(|(choice, times)| std::iter::repeat_n(*choice, *times));
            tally(rule, percent, members, &choices.values().copied().chain(more).collect::<Vec<_>>())
        };
        let adopted = |it: &Tally| it.outcome() == Outcome::Adopted;
        let now = with(&[]);
        let is_open_to_change = continuations(members - choices.len()).any(|(agree, abstain, object)| {
            let then = with(&[(Choice::Agree, agree), (Choice::Abstain, abstain), (Choice::Object, object)]);
            adopted(&then) != adopted(&now)
        });
        prop_assert_eq!(now.settled().is_none(), is_open_to_change);
    }

    #[test]
    fn a_quorum_is_the_percentage_rounded_up_and_within_reach(percent in 0..=100_u32, members in 0..=30_u32) {
        let needed = quorum(percent, members);
        prop_assert!(needed <= members);
        prop_assert!(percent * members <= needed * 100);
        prop_assert!(needed == 0 || (needed - 1) * 100 < percent * members);
    }
}

/// A proposal that members took positions on until it closed, at the latest at its deadline.
struct Played {
    proposal: Proposal,
    /// How many positions were taken before it closed.
    heard: usize,
    closed_early: bool,
    adopted: Option<bool>,
}

impl Played {
    fn play(rule: Rule, members: usize, percent: u32, said: &Said) -> Self {
        let mut played =
            Played { proposal: opened(rule, members, percent), heard: 0, closed_early: false, adopted: None };
        for (member, choice) in said {
            let by = Context { partner: name(*member), ..context() };
            played.evolve(&played.proposal.decide(&take(*choice), &Speaking::default(), &by).unwrap());
            played.heard += 1;
            if played.adopted.is_some() {
                played.closed_early = true;
                return played;
            }
        }
        let late = Context { now: context().now + SignedDuration::from_hours(24), ..context() };
        played.evolve(&played.proposal.decide(&CloseProposal::default(), &SealingKey::default(), &late).unwrap());
        played
    }

    fn evolve(&mut self, events: &[Event]) {
        for event in events {
            self.proposal.evolve(event, "");
            match event {
                Event::ProposalAdopted(_) => self.adopted = Some(true),
                Event::ProposalRejected(_) => self.adopted = Some(false),
                _ => (),
            }
        }
    }

    fn positions(&self) -> Vec<Choice> {
        match &self.proposal {
            Proposal::Opened(it) => it.positions.values().map(|it| it.choice).collect(),
            _ => vec![],
        }
    }

    fn tally(&self) -> (u32, u32, u32) {
        match &self.proposal {
            Proposal::Opened(it) => (it.tally().agreed, it.tally().abstained, it.tally().objected),
            _ => (0, 0, 0),
        }
    }
}

/// How many of the silent agree, abstain and object after all; the rest stay silent.
fn continuations(silent: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    let parts = move |left: usize| 0..=left;
    parts(silent).flat_map(move |agree| {
        parts(silent - agree)
            .flat_map(move |abstain| parts(silent - agree - abstain).map(move |object| (agree, abstain, object)))
    })
}

fn tally(rule: Rule, percent: u32, members: usize, choices: &[Choice]) -> Tally {
    let eligible = members as u32;
    let quorum_needed = quorum(percent, eligible);
    let terms = Terms { rule: rule.into(), quorum_needed, eligible, options: &[], has_fallback: false };
    Tally::of(terms, choices.iter().copied().map(Says::from))
}

fn proposals() -> impl Strategy<Value = (Rule, usize, u32, Said)> {
    under([Rule::Consent, Rule::SimpleMajority, Rule::AbsoluteMajority, Rule::TwoThirds, Rule::Unanimity])
}

/// Under rules that count what is said; consent waits for objections to be withdrawn.
fn counted_proposals() -> impl Strategy<Value = (Rule, usize, u32, Said)> {
    under([Rule::SimpleMajority, Rule::AbsoluteMajority, Rule::TwoThirds, Rule::Unanimity])
}

fn under<const N: usize>(rules: [Rule; N]) -> impl Strategy<Value = (Rule, usize, u32, Said)> {
    (select(rules.to_vec()), 1..8_usize, 0..=100_u32)
        .prop_flat_map(|(rule, members, percent)| (Just(rule), Just(members), Just(percent), saying(members)))
}

fn saying(members: usize) -> impl Strategy<Value = Said> {
    // Agreement more often, so that early closes under consent are common enough to be tried.
    let choice = select(vec![Choice::Agree, Choice::Agree, Choice::Agree, Choice::Abstain, Choice::Object]);
    vec((0..members, choice), 0..3 * members)
}

fn opened(rule: Rule, members: usize, percent: u32) -> Proposal {
    let motion = ProposalOpened {
        rule: rule.into(),
        quorum_needed: quorum(percent, members as u32),
        quorum_percent: percent,
        eligible: (0..members).map(name).collect(),
        closes_at: Some(moment::on_wire(context().now + SignedDuration::from_hours(1))),
        ..Default::default()
    };
    let mut proposal = Proposal::default();
    proposal.evolve(&motion.into(), "");
    proposal
}

fn name(member: usize) -> String {
    format!("member-{member}")
}

fn take(choice: Choice) -> TakePosition {
    TakePosition { choice: choice.into(), reason: "because".into(), ..Default::default() }
}
