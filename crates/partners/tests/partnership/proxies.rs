//! Letting another member speak while one is away.

use contract::partners::{
    GrantProxy, MemberReinstated, MemberSuspended, PartnershipDissolved, ProxyGranted, ProxyRevoked, RevokeProxy,
    RoleChanged, SharedVoice,
};
use partners::round::decisions::Voices;

use super::*;

#[test]
fn a_member_lets_another_speak_for_it_and_takes_it_back() {
    three().by("lender").when(grant("insurer")).then(granted("lender", "insurer"));
    let given = || three().and(granted("lender", "insurer"));
    given().by("lender").when(grant("insurer")).then_nothing();
    given().by("lender").when(grant("funder")).then(granted("lender", "funder"));
    given().by("lender").when(revoke()).then(revoked("lender"));
    three().by("lender").when(revoke()).then_nothing();
}

#[test]
fn matters_are_kept_in_their_order_and_days_from_today_on() {
    let asked = GrantProxy {
        matters: vec![Matter::Funds.into(), Matter::Goal.into()],
        starts_on: String::new(),
        ..grant("insurer")
    };
    three().by("lender").when(asked).then(ProxyGranted {
        matters: vec![Matter::Goal.into(), Matter::Funds.into()],
        starts_on: "2026-01-15".into(),
        ..granted("lender", "insurer")
    });
}

#[test]
fn a_proxy_that_makes_no_sense_names_what_would() {
    let refused = |command: GrantProxy, field: &'static str, problem: &str| {
        three().by("lender").when(command).then_rejected(Invalid::new(field, problem).into());
    };
    let days = |from: &str, to: &str| GrantProxy { starts_on: from.into(), ends_on: to.into(), ..grant("insurer") };
    let matters = |it: &[i32]| GrantProxy { matters: it.to_vec(), ..grant("insurer") };
    refused(grant("lender"), "holder_id", "is your own organisation, which needs no proxy");
    refused(grant("stranger"), "holder_id", "is no member of this partnership with a voice");
    refused(days("2026-01-14", "2026-02-01"), "starts_on", "is 2026-01-14, which is past");
    refused(days("2026-03-01", "2026-02-01"), "ends_on", "is 2026-02-01, before the start on 2026-03-01");
    refused(days("2026-02-01", "2027-02-03"), "ends_on", "is 2027-02-03: later than 2027-02-02 is not taken");
    refused(days("2026-02-01", "soon"), "ends_on", "is not a date YYYY-MM-DD: \"soon\"");
    refused(matters(&[99]), "matters", "holds a matter that is not known");
    refused(matters(&[0]), "matters", "holds a matter that is not known");
    refused(matters(&[4, 5, 4]), "matters", "names matter 4 twice");
}

#[test]
fn only_who_has_a_voice_gives_or_holds_one() {
    three().by("stranger").when(grant("lender")).then_rejected(Rejection::NotAMember);
    three().by("stranger").when(revoke()).then_rejected(Rejection::NotAMember);
    let suspended = || three().and(suspended("insurer"));
    suspended().by("insurer").when(grant("lender")).then_rejected(Rejection::NotAMember);
    let problem = Invalid::new("holder_id", "is no member of this partnership with a voice");
    suspended().by("lender").when(grant("insurer")).then_rejected(problem.into());
    let closing = three().and(PartnershipDissolved { partnership_id: "partnership".into(), ..Default::default() });
    closing.by("lender").when(grant("insurer")).then_rejected(not_active(Stage::Closing));
}

#[test]
fn an_affiliate_needs_no_proxy() {
    let shared = vec![SharedVoice { partner_ids: vec!["lender".into(), "insurer".into()] }];
    let affiliates = || Voices { shared: shared.clone(), ..Default::default() };
    let problem = Invalid::new("holder_id", "is your own organisation, which needs no proxy");
    three().by("lender").when_knowing(affiliates(), grant("insurer")).then_rejected(problem.into());
    three().by("lender").when_knowing(affiliates(), grant("funder")).then(granted("lender", "funder"));
}

#[test]
fn one_holds_two_at_most_on_any_day() {
    let days = |giver: &str, from: &str, to: &str| ProxyGranted {
        starts_on: from.into(),
        ends_on: to.into(),
        ..granted(giver, "funder")
    };
    let held =
        || five().and(days("lender", "2026-02-01", "2026-02-10")).and(days("insurer", "2026-02-10", "2026-02-20"));
    let asked = |from: &str, to: &str| GrantProxy { starts_on: from.into(), ends_on: to.into(), ..grant("funder") };
    let refused = |from: &str, to: &str| {
        held().by("trainer").when(asked(from, to)).then_rejected(Rejection::ProxyLimit { most: 2 });
    };
    refused("2026-02-01", "2026-02-28");
    refused("2026-02-10", "2026-02-10");
    let taken = |from: &str, to: &str| held().by("trainer").when(asked(from, to)).then(days("trainer", from, to));
    taken("2026-02-01", "2026-02-09");
    taken("2026-02-11", "2026-02-28");
    let instead = || days("lender", "2026-02-01", "2026-02-28");
    held().by("lender").when(asked("2026-02-01", "2026-02-28")).then(instead());
}

#[test]
fn affiliates_that_give_are_counted_as_one() {
    let shared = vec![SharedVoice { partner_ids: vec!["lender".into(), "insurer".into()] }];
    let held = five().and(granted("lender", "funder")).and(granted("insurer", "funder"));
    let known = Voices { shared, ..Default::default() };
    held.by("trainer").when_knowing(known, grant("funder")).then(granted("trainer", "funder"));
}

#[test]
fn it_ends_with_the_voice_of_either() {
    let given = || three().and(granted("lender", "insurer"));
    let observer = RoleChanged {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        roles: vec![MemberRole::Observer.into()],
        ..Default::default()
    };
    given().and(suspended("insurer")).by("lender").when(revoke()).then_nothing();
    given().and(observer).by("lender").when(revoke()).then_nothing();
    given().and(suspended("funder")).by("lender").when(revoke()).then(revoked("lender"));
    let back = |partner_id: &str| MemberReinstated {
        partnership_id: "partnership".into(),
        partner_id: partner_id.into(),
        ..Default::default()
    };
    let again = || given().and(suspended("lender")).and(back("lender"));
    again().by("lender").when(revoke()).then_nothing();
    again().by("lender").when(grant("insurer")).then(granted("lender", "insurer"));
}

/// The three, the trainer and the auditor, all with a voice.
fn five() -> Scenario<Partnership> {
    ["trainer", "auditor"].into_iter().fold(three(), |it, partner_id| {
        it.and(PartnerInvited { partner_id: partner_id.into(), ..invited() }).and(accepted(partner_id))
    })
}

fn grant(holder_id: &str) -> GrantProxy {
    GrantProxy {
        partnership_id: "partnership".into(),
        holder_id: holder_id.into(),
        starts_on: "2026-02-01".into(),
        ends_on: "2026-02-28".into(),
        ..Default::default()
    }
}

pub(super) fn granted(partner_id: &str, holder_id: &str) -> ProxyGranted {
    let GrantProxy { partnership_id, holder_id, matters, starts_on, ends_on, .. } = grant(holder_id);
    ProxyGranted { partnership_id, partner_id: partner_id.into(), holder_id, matters, starts_on, ends_on }
}

fn revoke() -> RevokeProxy {
    RevokeProxy { partnership_id: "partnership".into(), ..Default::default() }
}

fn revoked(partner_id: &str) -> ProxyRevoked {
    ProxyRevoked { partnership_id: "partnership".into(), partner_id: partner_id.into() }
}

fn suspended(partner_id: &str) -> MemberSuspended {
    MemberSuspended { partnership_id: "partnership".into(), partner_id: partner_id.into(), ..Default::default() }
}
