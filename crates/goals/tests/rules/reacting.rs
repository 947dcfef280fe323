//! What is remembered of facts, what is looked up from it, and what follows from others' facts.

use contract::{
    evaluation,
    evaluation::{TargetLost, TargetReached},
    goals::*,
    log::{Envelope, envelope::Fact},
    partners::{self, ProposalAdopted, ProposalOpened, ProposalRefused, ProposalRejected, ProposalWithdrawn, Subject},
};
use goals::{
    Goals,
    activity::Around,
    memory::{Goal, Memory},
    reactions::{closing, conclusion, no_longer_closing},
    tree::Partnership,
};
use kernel::{
    Context,
    scenario::{context, event_id},
};
use runtime::{Memory as _, Recall, Room, keys::Keys, standing::Standing};
use tempfile::TempDir;

use crate::messages::*;

#[test]
fn the_members_decision_concludes_what_was_put_before_them() {
    let mut memory = remembering([goal_proposed().into()]);
    remember(&mut memory, opened(0));
    let adopted = conclusion(&memory, &adopted_by_partners(0).into());
    assert_eq!(adopted, Some(conclude(0, true)));
    let rejected = ProposalRejected {
        partnership_id: TOGETHER.into(),
        subject: Some(subject(0)),
        why: "1 of 2 objects".into(),
        ..Default::default()
    };
    assert_eq!(conclusion(&memory, &rejected.into()), Some(conclude(0, false)));
    let withdrawn = ProposalWithdrawn {
        partnership_id: TOGETHER.into(),
        subject: Some(subject(0)),
        why: "1 of 2 objects".into(),
        ..Default::default()
    };
    let expected = ConcludeGoal { withdrawn: true, ..conclude(0, false) };
    assert_eq!(conclusion(&memory, &withdrawn.into()), Some(expected));
}

#[test]
fn a_goal_that_could_not_be_put_to_the_members_says_why() {
    let memory = remembering([goal_proposed().into()]);
    let refused = ProposalRefused {
        partnership_id: TOGETHER.into(),
        subject: Some(subject(0)),
        why: "the partnership is not active".into(),
        ..Default::default()
    };
    let expected = ConcludeGoal { why: "the partnership is not active".into(), members: vec![], ..conclude(0, false) };
    assert_eq!(conclusion(&memory, &refused.into()), Some(expected));
}

#[test]
fn a_decision_on_something_else_is_not_ours() {
    let memory = remembering([goal_proposed().into()]);
    assert_eq!(conclusion(&memory, &adopted_by_partners(7).into()), None);
    let of_partners = Subject { service: "partners".into(), ..subject(0) };
    let admission = ProposalAdopted { subject: Some(of_partners), ..adopted_by_partners(0) };
    assert_eq!(conclusion(&memory, &admission.into()), None);
    let of_words_only = ProposalAdopted { subject: None, ..adopted_by_partners(0) };
    assert_eq!(conclusion(&memory, &of_words_only.into()), None);
    assert_eq!(conclusion(&memory, &ProposalOpened::default().into()), None);
}

#[test]
fn what_is_decided_is_not_concluded_again() {
    let memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    assert_eq!(conclusion(&memory, &adopted_by_partners(0).into()), None);
    let closing = remembering([goal_proposed().into(), goal_adopted().into(), closure_proposed().into()]);
    assert_eq!(conclusion(&closing, &adopted_by_partners(0).into()), None);
    let expected = ConcludeGoal { members: vec![], ..conclude(2, true) };
    assert_eq!(conclusion(&closing, &adopted_by_partners(2).into()), Some(expected));
}

#[test]
fn with_its_last_target_a_goals_closing_is_put_to_the_members() {
    let both = GoalAdopted { targets: vec![target(), to_keep()], ..goal_adopted() };
    let mut memory = remembering([goal_proposed().into(), both.into()]);
    remember(&mut memory, reached("kept", "0.04"));
    assert_eq!(closing(&memory, TOGETHER, GOAL), None);
    remember(&mut memory, reached(TARGET, "3100"));
    let close = ProposeClosure {
        partnership_id: TOGETHER.into(),
        goal_id: GOAL.into(),
        outcome: Outcome::Achieved.into(),
        why: "All its targets are reached: 3100 of 3000; 0.04, at most 0.05.".into(),
        basis: ClosureBasis::TargetsReached.into(),
        ..Default::default()
    };
    assert_eq!(closing(&memory, TOGETHER, GOAL), Some(close));
}

#[test]
fn a_goal_with_a_target_lost_again_stays_open() {
    let both = GoalAdopted { targets: vec![target(), to_keep()], ..goal_adopted() };
    let mut memory = remembering([goal_proposed().into(), both.into()]);
    remember(&mut memory, reached("kept", "0.04"));
    remember(&mut memory, lost("kept", "0.06"));
    remember(&mut memory, reached(TARGET, "3100"));
    assert_eq!(closing(&memory, TOGETHER, GOAL), None);
    assert_eq!(closing(&memory, TOGETHER, GOAL), None);
}

#[test]
fn keeping_something_for_a_while_does_not_end_a_goal() {
    let to_keep = GoalAdopted { targets: vec![to_keep()], ..goal_adopted() };
    let mut memory = remembering([goal_proposed().into(), to_keep.into()]);
    remember(&mut memory, reached("kept", "0.04"));
    assert_eq!(closing(&memory, TOGETHER, GOAL), None);
}

#[test]
fn only_an_open_goal_is_put_to_the_members_for_closing() {
    let history = [goal_proposed().into(), goal_adopted().into(), closure_proposed().into()];
    for end in [None, Some(goal_closed().into())] {
        let mut memory = remembering(history.clone().into_iter().chain(end));
        remember(&mut memory, reached(TARGET, "3000"));
        assert_eq!(closing(&memory, TOGETHER, GOAL), None);
    }
    let mut memory = remembering(history.into_iter().chain([closure_rejected().into()]));
    remember(&mut memory, reached(TARGET, "3000"));
    assert!(closing(&memory, TOGETHER, GOAL).is_some());
    assert_eq!(closing(&Memory::default(), TOGETHER, GOAL), None);
}

#[test]
fn figures_of_the_most_targets_fit_into_a_reason() {
    let number = format!("-{}.{}", "9".repeat(20), "9".repeat(8));
    let many = (0..20).map(|n| Target { target_id: n.to_string(), value: number.clone(), ..to_keep() });
    let mut memory =
        remembering([goal_proposed().into(), GoalAdopted { targets: many.collect(), ..goal_adopted() }.into()]);
    (0..20).for_each(|n| remember(&mut memory, reached(&n.to_string(), &number)));
    remember(&mut memory, reached(TARGET, &number));
    let goal = memory.goal(TOGETHER, GOAL).expect("remembered");
    assert!(goal.achieved().is_none(), "nothing but to keep");
    let mut reach: Vec<_> =
        (0..19).map(|n| Target { target_id: n.to_string(), value: number.clone(), ..to_keep() }).collect();
    reach.push(Target { value: number.clone(), ..target() });
    let mut memory = remembering([goal_proposed().into(), GoalAdopted { targets: reach, ..goal_adopted() }.into()]);
    (0..19).for_each(|n| remember(&mut memory, reached(&n.to_string(), &number)));
    remember(&mut memory, reached(TARGET, &number));
    let closure = memory.goal(TOGETHER, GOAL).and_then(Goal::achieved).expect("all is reached");
    assert!(closure.why.len() < 1_700, "{}", closure.why.len());
    let by_figures = GoalClosureProposed { basis: ClosureBasis::TargetsReached.into(), ..closure_proposed() };
    let fact = Some(Fact::Goals(Event { kind: Some(by_figures.into()) }));
    memory.remember(&Envelope { event_id: event_id(2), fact, ..Default::default() });
    remember(&mut memory, lost(TARGET, &number));
    let taken_back = no_longer_closing(&memory, TOGETHER, GOAL).expect("it is no longer so");
    assert!(taken_back.why.len() <= 512, "a proposal is taken back with no more: {}", taken_back.why.len());
}

#[test]
fn a_decision_is_told_who_has_a_voice_and_where_the_goal_stands() {
    let standing = standing();
    let memory = remembering([goal_proposed().into(), goal_adopted().into()]);
    let folder = TempDir::new().unwrap();
    let keys = Keys::open(folder.path()).unwrap();
    let room: Room<Goals> = Room { memory: &memory, standing: &standing, keys: &keys };
    let around = Around::recall(&room, &plan_activity(), &context());
    assert_eq!((around.partnership, around.goal), (Partnership::Active, Some(GoalState::Active)));
    assert_eq!(around.voices, [BANK, COOPERATIVE]);
    assert_eq!(partnership(&room, TOGETHER), Partnership::Active);
    assert_eq!(partnership(&room, "draft"), Partnership::Forming);
    assert_eq!(partnership(&room, "unheard of"), Partnership::Unknown);
}

fn partnership(room: &Room<Goals>, partnership_id: &str) -> Partnership {
    let command = ProposeGoal { partnership_id: partnership_id.into(), ..propose_goal() };
    let context: Context = context();
    Partnership::recall(room, &command, &context)
}

fn standing() -> Standing {
    let founder = |partner: &str, role: partners::MemberRole| partners::Founder {
        partner_id: partner.into(),
        roles: vec![role.into()],
    };
    let founders = vec![
        founder(BANK, partners::MemberRole::Funding),
        founder(COOPERATIVE, partners::MemberRole::Implementing),
        founder(STRANGER, partners::MemberRole::Observer),
    ];
    let accepted = |partner: &str| partners::InvitationAccepted {
        partnership_id: TOGETHER.into(),
        partner_id: partner.into(),
        charter_version: 1,
    };
    let formed = |id: &str, founders| partners::PartnershipFormed {
        partnership_id: id.into(),
        charter_version: 1,
        founders,
        ..Default::default()
    };
    let facts: [partners::event::Kind; 6] = [
        formed(TOGETHER, founders).into(),
        formed("draft", vec![]).into(),
        accepted(BANK).into(),
        accepted(COOPERATIVE).into(),
        accepted(STRANGER).into(),
        partners::PartnershipActivated { partnership_id: TOGETHER.into(), charter_version: 1 }.into(),
    ];
    let mut standing = Standing::default();
    for fact in facts {
        let fact = Fact::Partners(partners::Event { kind: Some(fact) });
        standing.remember(&Envelope { fact: Some(fact), ..Default::default() });
    }
    standing
}

/// The facts, each under the id of its place.
fn remembering(events: impl IntoIterator<Item = event::Kind>) -> Memory {
    let mut memory = Memory::default();
    for (place, event) in events.into_iter().enumerate() {
        let fact = Some(Fact::Goals(Event { kind: Some(event) }));
        memory.remember(&Envelope { event_id: event_id(place), fact, ..Default::default() });
    }
    memory
}

fn remember(memory: &mut Memory, event: impl Into<Heard>) {
    memory.remember(&Envelope { fact: Some(event.into().0), ..Default::default() });
}

/// A fact of another service.
struct Heard(Fact);

impl From<TargetReached> for Heard {
    fn from(event: TargetReached) -> Self {
        Heard(Fact::Evaluation(evaluation::Event { kind: Some(event.into()) }))
    }
}

impl From<TargetLost> for Heard {
    fn from(event: TargetLost) -> Self {
        Heard(Fact::Evaluation(evaluation::Event { kind: Some(event.into()) }))
    }
}

impl From<ProposalOpened> for Heard {
    fn from(event: ProposalOpened) -> Self {
        Heard(Fact::Partners(partners::Event { kind: Some(event.into()) }))
    }
}

/// By the two members, on the fact at this place.
fn opened(place: usize) -> ProposalOpened {
    ProposalOpened {
        partnership_id: TOGETHER.into(),
        subject: Some(subject(place)),
        eligible: vec![BANK.into(), COOPERATIVE.into()],
        ..Default::default()
    }
}

fn subject(place: usize) -> Subject {
    Subject { service: "goals".into(), stream: format!("{TOGETHER}/goals/{TOGETHER}"), event_id: event_id(place) }
}

fn adopted_by_partners(place: usize) -> ProposalAdopted {
    ProposalAdopted {
        partnership_id: TOGETHER.into(),
        subject: Some(subject(place)),
        why: "2 of 2 agree".into(),
        ..Default::default()
    }
}

fn to_keep() -> Target {
    Target {
        target_id: "kept".into(),
        kind: TargetKind::KeepAtOrBelow.into(),
        baseline: String::new(),
        value: "0.05".into(),
        ..target()
    }
}

fn reached(target_id: &str, actual: &str) -> TargetReached {
    TargetReached {
        partnership_id: TOGETHER.into(),
        target_id: target_id.into(),
        goal_id: GOAL.into(),
        actual: actual.into(),
    }
}

fn lost(target_id: &str, actual: &str) -> TargetLost {
    TargetLost {
        partnership_id: TOGETHER.into(),
        target_id: target_id.into(),
        goal_id: GOAL.into(),
        actual: actual.into(),
    }
}
