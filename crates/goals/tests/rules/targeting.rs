//! What a target may ask by period, of each partner, and for some of those who are counted.

use contract::goals::{ProposeGoal, Target, TargetKind};
use goals::tree::{GoalTree, Partnership, Rejection, Voices, targets};
use kernel::{
    Reject,
    reject::Kind,
    scenario::{given, nothing},
};
use prost::Message;

use crate::{messages::*, messages_targets::*};

#[test]
fn a_target_is_proposed_with_periods_shares_and_parts() {
    let agreed = Target {
        shares: vec![share(BANK, "2000"), share(COOPERATIVE, "1500")],
        parts: vec![part("sex", "women", "2000"), part("sex", "men", "500"), part("age", "under 30", "1200")],
        ..target_by_period()
    };
    let untidy = Target {
        periods: vec![by("2026-06-30", "1200.00"), by("2026-09-30", "2800.0"), by("2026-12-31", "3000.00")],
        shares: vec![share(BANK, "2000.0"), share(COOPERATIVE, "1500")],
        parts: vec![part(" sex", "women ", "2000.00"), part("sex", "men", "500"), part("age", "under 30", "1200")],
        ..target()
    };
    for given_as in [agreed.clone(), untidy] {
        let proposed = contract::goals::GoalProposed { targets: vec![agreed.clone()], ..goal_proposed() };
        let command = ProposeGoal { targets: vec![given_as], ..propose_goal() };
        nothing::<GoalTree>().by(BANK).when_knowing(knowing(), command.clone()).then(proposed.clone());
        given::<GoalTree, _>([proposed]).by(BANK).when_knowing(knowing(), command).then_nothing();
    }
}

#[test]
fn periods_stand_in_order_of_time_between_start_and_due_date() {
    let refused = |periods| assert_eq!(field(Target { periods, ..target() }), "targets.periods.ends_on");
    refused(vec![by("2026-01-01", "1000")]);
    refused(vec![by("2025-06-30", "1000")]);
    refused(vec![by("2027-01-01", "3000")]);
    refused(vec![by("2026-09-30", "1200"), by("2026-06-30", "2000")]);
    refused(vec![by("2026-06-30", "1200"), by("2026-06-30", "1200")]);
    refused(vec![by("2026-02-30", "1200")]);
    accepted(Target { periods: vec![by("2026-01-02", "1000")], ..target() });
}

#[test]
fn periods_of_a_target_to_reach_move_towards_it_rising_and_falling_alike() {
    let refused = |target| assert_eq!(field(target), "targets.periods.value");
    let rising = |periods| Target { periods, ..target() };
    refused(rising(vec![by("2026-06-30", "999")]));
    refused(rising(vec![by("2026-06-30", "3001")]));
    refused(rising(vec![by("2026-06-30", "2000"), by("2026-09-30", "1999")]));
    refused(rising(vec![by("2026-06-30", "much")]));
    accepted(rising(vec![by("2026-06-30", "1000"), by("2026-09-30", "3000"), by("2026-10-31", "3000")]));

    let falling = |periods| Target { baseline: "0.08".into(), value: "0.04".into(), periods, ..target() };
    refused(falling(vec![by("2026-06-30", "0.09")]));
    refused(falling(vec![by("2026-06-30", "0.05"), by("2026-09-30", "0.06")]));
    refused(falling(vec![by("2026-06-30", "0.03")]));
    accepted(falling(vec![by("2026-06-30", "0.06"), by("2026-09-30", "0.05"), by("2026-12-31", "0.040")]));
}

#[test]
fn the_last_period_asks_what_the_target_asks_by_its_due_date() {
    let ending_with = |value: &str| Target { periods: vec![by("2026-12-31", value)], ..target() };
    assert_eq!(field(ending_with("2999")), "targets.periods.value");
    accepted(ending_with("3000.0"));
    assert_eq!(field(Target { periods: vec![by("2026-12-31", "0.04")], ..to_keep_at_most() }), "targets.periods.value");
}

#[test]
fn what_is_to_be_kept_may_differ_by_period_as_it_likes() {
    let season = vec![by("2026-03-31", "0.04"), by("2026-06-30", "0.12"), by("2026-09-30", "0.03")];
    accepted(Target { periods: season.clone(), ..to_keep_at_most() });
    accepted(Target { periods: season, kind: TargetKind::KeepAtOrAbove.into(), ..to_keep_at_most() });
}

#[test]
fn each_partner_has_one_share_and_each_part_one_value() {
    let shared = |shares| Target { shares, ..target() };
    assert_eq!(field(shared(vec![share(BANK, "1"), share(BANK, "2")])), "targets.shares.partner_id");
    assert_eq!(field(shared(vec![share(" ", "1")])), "targets.shares.partner_id");
    assert_eq!(field(shared(vec![share(BANK, "some")])), "targets.shares.value");
    // They need not make up the value: what is open is shown.
    accepted(shared(vec![share(BANK, "1"), share(COOPERATIVE, "99999")]));

    let parted = |parts| Target { parts, ..target() };
    let twice = vec![part("sex", "women", "1"), part("Sex", "Women ", "2")];
    assert_eq!(field(parted(twice)), "targets.parts.value_name");
    assert_eq!(field(parted(vec![part("", "women", "1")])), "targets.parts.dimension");
    assert_eq!(field(parted(vec![part("sex", " ", "1")])), "targets.parts.value_name");
    assert_eq!(field(parted(vec![part("sex", "women", "")])), "targets.parts.value");
    accepted(parted(vec![part("sex", "women", "1"), part("head of household", "women", "1")]));
}

#[test]
fn only_members_with_a_voice_bring_a_share() {
    let targets = [Target { shares: vec![share(BANK, "1"), share(STRANGER, "2")], ..target() }, target()];
    let voices = |them: &[&str]| them.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(targets::check_shares(&targets, &voices(&[BANK, STRANGER])), Ok(()));
    let refused = targets::check_shares(&targets, &voices(&[BANK, COOPERATIVE]));
    assert_eq!(refused, Err(Rejection::ShareOfNoMember(STRANGER.into())));
    let refusal = Rejection::ShareOfNoMember(STRANGER.into()).refusal();
    let says = (refusal.kind, refusal.reason, refusal.field);
    assert_eq!(says, (Kind::NotNow, "REASON_NOT_A_MEMBER", Some("targets.shares.partner_id")));
    assert_eq!(targets::check_shares(&[target()], &[]), Ok(()));
}

#[test]
fn targets_that_would_not_fit_into_one_fact_are_refused_before() {
    let wordy = |n: usize| part(&format!("{}{n}", "d".repeat(60)), &"v".repeat(128), "1");
    let large = |n: usize| Target { target_id: n.to_string(), parts: (0..40).map(wordy).collect(), ..target() };
    let many: Vec<_> = (0..4).map(large).collect();
    assert!(targets::BYTES_MAX < many.iter().map(Message::encoded_len).sum());
    let refused = targets::parsed(&many).expect_err("too large").refusal();
    assert_eq!((refused.kind, refused.field), (Kind::Invalid, Some("targets")));
    assert!(targets::parsed(&many[..2]).is_ok());
    // As many as there may be, each with quarters for five years and a share for every member of ten.
    let quarters = |year: u32| (0..4).map(move |it| by(&format!("{year}-{:02}-28", 3 + 3 * it), "1000"));
    let ordinary = |n: usize| Target {
        target_id: format!("00000000-0000-7000-8000-{n:012}"),
        due_on: "2031-12-31".into(),
        periods: (2027..2032).flat_map(quarters).collect(),
        shares: (0..10).map(|it| share(&format!("00000000-0000-7000-8000-{it:012}"), "300")).collect(),
        ..target()
    };
    assert!(targets::parsed(&(0..20).map(ordinary).collect::<Vec<_>>()).is_ok());
}

fn accepted(target: Target) {
    let parsed = targets::parsed(&[target]);
    assert!(parsed.is_ok(), "{parsed:?}");
}

#[track_caller]
fn field(target: Target) -> &'static str {
    match targets::parsed(&[target]) {
        Err(Rejection::Invalid(invalid)) => invalid.field,
        other => panic!("{other:?}"),
    }
}

fn knowing() -> (Partnership, Voices) {
    (Partnership::Active, Voices(vec![BANK.into(), COOPERATIVE.into()]))
}
