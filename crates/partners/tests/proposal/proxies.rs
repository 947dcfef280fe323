//! Speaking for another member.

use contract::partners::{AppointProxy, EndProxy, ProxyAppointed, ProxyEnded, Recused};

use super::*;

pub(super) fn appoint(holder_id: &str) -> AppointProxy {
    AppointProxy {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        holder_id: holder_id.into(),
        ..Default::default()
    }
}

pub(super) fn appointed(partner_id: &str, holder_id: &str) -> ProxyAppointed {
    ProxyAppointed {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: partner_id.into(),
        holder_id: holder_id.into(),
    }
}

fn end() -> EndProxy {
    EndProxy { partnership_id: "partnership".into(), proposal_id: "proposal".into(), ..Default::default() }
}

fn ended(partner_id: &str) -> ProxyEnded {
    ProxyEnded { partnership_id: "partnership".into(), proposal_id: "proposal".into(), partner_id: partner_id.into() }
}

pub(super) fn take_for(member: &str, choice: Choice) -> TakePosition {
    TakePosition { on_behalf_of: member.into(), ..take(choice) }
}

pub(super) fn taken_for(member: &str, choice: Choice, by_proxy: &str) -> PositionTaken {
    PositionTaken { by_proxy: by_proxy.into(), ..taken(member, choice) }
}

#[test]
fn a_member_lets_another_speak_and_takes_it_back() {
    five().by("a").when(appoint("b")).then(appointed("a", "b"));
    five().and(appointed("a", "b")).by("a").when(appoint("b")).then_nothing();
    five().and(appointed("a", "b")).by("a").when(appoint("c")).then(appointed("a", "c"));
    five().and(appointed("a", "b")).by("a").when(end()).then(ended("a"));
    five().by("a").when(end()).then_nothing();
}

#[test]
fn a_proxy_is_another_member_with_a_voice() {
    let refused = |holder: &str, problem: &str| {
        five().by("a").when(appoint(holder)).then_rejected(Invalid::new("holder_id", problem).into());
    };
    refused("a", "is your own organisation, which needs no proxy");
    refused("x", "is no member that may take a position on this proposal");
    five().by("x").when(appoint("a")).then_rejected(Rejection::NotEligible);
}

#[test]
fn one_speaks_for_two_others_at_most() {
    let full = || five().and(appointed("a", "c")).and(appointed("b", "c"));
    full().by("d").when(appoint("c")).then_rejected(Rejection::ProxyLimit { most: 2 });
    full().by("a").when(appoint("c")).then_nothing();
    full().and(ended("a")).by("d").when(appoint("c")).then(appointed("d", "c"));
}

#[test]
fn what_a_proxy_says_is_recorded_as_such() {
    let given = || five().and(appointed("a", "b"));
    given().by("b").when(take_for("a", Choice::Agree)).then(taken_for("a", Choice::Agree, "b"));
    given().and(taken_for("a", Choice::Agree, "b")).by("b").when(take_for("a", Choice::Abstain)).then(taken_for(
        "a",
        Choice::Abstain,
        "b",
    ));
    given().by("b").when(take_for("b", Choice::Agree)).then(taken("b", Choice::Agree));
}

#[test]
fn only_who_was_appointed_speaks_for_another() {
    five().by("b").when(take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
    five().and(appointed("a", "b")).by("c").when(take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
    let taken_back = five().and(appointed("a", "b")).and(ended("a"));
    taken_back.by("b").when(take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
}

#[test]
fn a_members_own_word_stands_above_its_proxys() {
    let given = || five().and(appointed("a", "b"));
    let spoken = given().and(taken_for("a", Choice::Agree, "b"));
    spoken.by("a").when(take(Choice::Object)).then(taken("a", Choice::Object));
    let itself = given().and(taken("a", Choice::Object));
    itself.by("b").when(take_for("a", Choice::Agree)).then_rejected(Rejection::SpokeItself);
}

#[test]
fn who_is_recused_speaks_for_nobody_and_nobody_for_it() {
    let recused = |partner_id: &str| Recused {
        partnership_id: "partnership".into(),
        proposal_id: "proposal".into(),
        partner_id: partner_id.into(),
        reason: String::new(),
    };
    let given = |out: &str| five().and(appointed("a", "b")).and(recused(out));
    given("b").by("b").when(take_for("a", Choice::Agree)).then_rejected(Rejection::Recused);
    given("a").by("b").when(take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
}
