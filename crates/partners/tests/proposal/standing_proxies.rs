//! Speaking for a member that is away, under the standing proxy it gave.

use contract::partners::{PositionTaken, SharedVoice};
use jiff::civil::Date;
use partners::{partnership::state::Granted, proposal::decisions::Speaking};

use super::{
    proxies::{appoint, appointed, take_for, taken_for},
    *,
};

fn granted(holder_id: &str) -> Granted {
    let (starts_on, ends_on) = (context().today(), context().today());
    Granted { holder_id: holder_id.into(), matters: vec![], starts_on, ends_on }
}

fn under(proxy: Granted) -> Speaking {
    Speaking { proxy: Some(proxy), ..Default::default() }
}

#[test]
fn what_is_said_under_a_standing_proxy_is_recorded_as_any_proxys() {
    let agreed = || taken_for("a", Choice::Agree, "b");
    five().by("b").when_knowing(under(granted("b")), take_for("a", Choice::Agree)).then(agreed());
    let said = || five().and(agreed());
    said().by("b").when_knowing(under(granted("b")), take_for("a", Choice::Agree)).then_nothing();
    said().by("b").when_knowing(under(granted("b")), take_for("a", Choice::Abstain)).then(taken_for(
        "a",
        Choice::Abstain,
        "b",
    ));
}

#[test]
fn it_speaks_on_its_days_and_in_its_matters_only() {
    let refused = |proxy: Granted| {
        five().by("b").when_knowing(under(proxy), take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
    };
    let (yesterday, tomorrow): (Date, Date) =
        (context().today().yesterday().unwrap(), context().today().tomorrow().unwrap());
    refused(Granted { starts_on: yesterday, ends_on: yesterday, ..granted("b") });
    refused(Granted { starts_on: tomorrow, ends_on: tomorrow, ..granted("b") });
    refused(Granted { matters: vec![Matter::Goal.into(), Matter::Funds.into()], ..granted("b") });
    refused(granted("c"));
    let others = Granted { matters: vec![Matter::Goal.into(), Matter::Other.into()], ..granted("b") };
    five().by("b").when_knowing(under(others), take_for("a", Choice::Agree)).then(taken_for("a", Choice::Agree, "b"));
}

#[test]
fn a_members_own_word_stands_above_its_standing_proxys() {
    let spoken = five().and(taken_for("a", Choice::Agree, "b"));
    spoken.by("a").when(take(Choice::Object)).then(taken("a", Choice::Object));
    let itself = five().and(taken("a", Choice::Object));
    itself
        .by("b")
        .when_knowing(under(granted("b")), take_for("a", Choice::Agree))
        .then_rejected(Rejection::SpokeItself);
}

#[test]
fn a_proxy_appointed_on_the_proposal_stands_above_a_standing_one() {
    let given = || five().and(appointed("a", "c"));
    given().by("b").when_knowing(under(granted("b")), take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
    given().by("c").when_knowing(under(granted("b")), take_for("a", Choice::Agree)).then(taken_for(
        "a",
        Choice::Agree,
        "c",
    ));
}

#[test]
fn one_speaks_for_two_others_at_most_under_whatever_proxies() {
    let full = || five().and(taken_for("a", Choice::Agree, "e")).and(appointed("b", "e"));
    full()
        .by("e")
        .when_knowing(under(granted("e")), take_for("c", Choice::Agree))
        .then_rejected(Rejection::SpeaksForMost { most: 2 });
    full().by("d").when(appoint("e")).then_rejected(Rejection::ProxyLimit { most: 2 });
    let changed = || taken_for("a", Choice::Abstain, "e");
    full().by("e").when_knowing(under(granted("e")), take_for("a", Choice::Abstain)).then(changed());
    let with_room = full().and(taken("a", Choice::Agree));
    let third = || taken_for("c", Choice::Agree, "e");
    with_room.by("e").when_knowing(under(granted("e")), take_for("c", Choice::Agree)).then(third());
}

#[test]
fn affiliates_speak_for_each_other_under_no_proxy() {
    let shared = SharedVoice { partner_ids: vec!["a".into(), "b".into()] };
    let related = || given::<Proposal, _>([ProposalOpened { shared_voices: vec![shared.clone()], ..opened() }]);
    related().by("b").when_knowing(under(granted("b")), take_for("a", Choice::Agree)).then_rejected(Rejection::NoProxy);
    related()
        .by("c")
        .when_knowing(under(granted("c")), take_for("a", Choice::Agree))
        .then(PositionTaken { by_proxy: "c".into(), ..taken("a", Choice::Agree) });
}

#[test]
fn nobody_speaks_for_one_that_may_not_speak_itself() {
    five().by("b").when_knowing(under(granted("b")), take_for("x", Choice::Agree)).then_rejected(Rejection::NoProxy);
    five()
        .by("x")
        .when_knowing(under(granted("x")), take_for("a", Choice::Agree))
        .then_rejected(Rejection::NotEligible);
}
