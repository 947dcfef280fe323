//! Leaving: announced in time, withdrawn until the day, completed on it whatever is open.

use contract::partners::{
    ChangeRejected, CompleteExit, ExitItem, ExitItemKind, ExitOpened, LeaveAnnounced, LeavePartnership,
    LeavingWithdrawn, MemberLeft, PartnershipDissolved, RemovalProposed, WithdrawLeaving,
};
use jiff::Timestamp;

use super::*;

#[test]
fn leaving_opens_a_sheet_of_what_is_open() {
    let mine = Motion { proposal_id: "motion".into(), title: "Buy a bus".into(), proposed_by: "insurer".into() };
    let others = Motion { proposed_by: "funder".into(), ..mine.clone() };
    let about =
        RemovalProposed { partnership_id: "partnership".into(), partner_id: "insurer".into(), ..Default::default() };
    let change = ExitItem {
        item_id: event_id(6),
        kind: ExitItemKind::Change.into(),
        what: "a change of its own membership that the members have yet to decide".into(),
        leaver_settles: false,
        ..motion("motion")
    };
    three()
        .and(about)
        .by("insurer")
        .when_knowing(Outstanding { proposals: vec![mine, others], concerns: vec![] }, leave("2026-03-01"))
        .then_all([announced("2026-03-01").into(), opened(vec![change, motion("motion")]).into()]);
}

#[test]
fn open_concerns_that_the_leaver_has_raised_or_that_are_about_it_are_on_the_sheet() {
    let between = |concern_id: &str, raised_by: &str, about: &[&str]| Grievance {
        concern_id: concern_id.into(),
        raised_by: raised_by.into(),
        about: about.iter().map(|it| (*it).to_owned()).collect(),
    };
    let concerns = vec![
        between("own", "insurer", &["lender"]),
        between("own of all", "insurer", &["lender", "funder"]),
        between("about it", "funder", &["lender", "insurer"]),
        between("of others", "funder", &["lender"]),
    ];
    let own = concern("own", "a concern that it has raised", "lender", true);
    let of_all = concern("own of all", "a concern that it has raised", "", true);
    let about = concern("about it", "a concern about it", "funder", false);
    three()
        .by("insurer")
        .when_knowing(Outstanding { proposals: vec![], concerns }, leave("2026-03-01"))
        .then_all([announced("2026-03-01").into(), opened(vec![own, of_all, about]).into()]);
}

#[test]
fn an_open_concern_keeps_nobody_from_leaving() {
    let own = concern("own", "a concern that it has raised", "lender", true);
    let history = three().and(announced("2026-03-01")).and(opened(vec![own]));
    history.at(noon("2026-03-01")).when(complete()).then(left(1));
}

#[test]
fn a_sheet_of_any_length_fits_its_facts() {
    let proposals: Vec<_> = (0..120)
        .map(|it| Motion { proposal_id: format!("{it}"), title: "é".repeat(256), proposed_by: "insurer".into() })
        .collect();
    let events = three()
        .by("insurer")
        .when_knowing(Outstanding { proposals, concerns: vec![] }, leave("2026-03-01"))
        .decision()
        .unwrap();
    let [_, Event::ExitOpened(opened), more @ ..] = &events[..] else { panic!("{events:?}") };
    assert_eq!((opened.items.len(), more.len()), (50, 70));
    assert!(opened.items.iter().all(|it| it.what.len() <= 160));
}

#[test]
fn the_charters_notice_is_kept() {
    agreed()
        .by("insurer")
        .when_knowing(nothing_open(), leave("2026-02-13"))
        .then_rejected(Rejection::Notice { notice_days: 30, earliest: day("2026-02-14") });
    assert!(agreed().by("insurer").when_knowing(nothing_open(), leave("2026-02-14")).decision().is_ok());
    three()
        .by("insurer")
        .when_knowing(nothing_open(), leave("2026-01-14"))
        .then_rejected(Rejection::Notice { notice_days: 0, earliest: day("2026-01-15") });
}

#[test]
fn who_is_only_invited_leaves_at_once() {
    let history = || agreed().and(PartnerInvited { partner_id: "another".into(), ..invited() });
    let events = history().by("another").when_knowing(nothing_open(), leave("2026-01-15")).decision().unwrap();
    assert_eq!(events.last(), Some(&MemberLeft { partner_id: "another".into(), ..left(0) }.into()));
}

#[test]
fn a_leave_is_announced_once_for_a_day_that_is_one() {
    let history = || three().and(announced("2026-03-01")).and(opened(vec![]));
    history().by("insurer").when_knowing(nothing_open(), leave("2026-03-01")).then_nothing();
    history()
        .by("insurer")
        .when_knowing(nothing_open(), leave("2026-04-01"))
        .then_rejected(Rejection::AlreadyLeaving { effective_on: day("2026-03-01") });
    let refused = |command, invalid: Invalid| {
        three().by("insurer").when_knowing(nothing_open(), command).then_rejected(invalid.into());
    };
    refused(leave("soon"), Invalid::new("effective_on", "is not a date YYYY-MM-DD: \"soon\""));
    refused(leave("2028-01-16"), Invalid::new("effective_on", "is 2028-01-16: later than 2028-01-15 is not taken"));
    refused(LeavePartnership { reason: " ".into(), ..leave("2026-03-01") }, Invalid::new("reason", "is missing"));
}

#[test]
fn who_is_no_partner_of_it_cannot_leave() {
    three().by("stranger").when_knowing(nothing_open(), leave("2026-03-01")).then_rejected(Rejection::NotInvited);
    three()
        .and(left(0))
        .by("insurer")
        .when_knowing(nothing_open(), leave("2026-03-01"))
        .then_rejected(Rejection::NotInvited);
}

#[test]
fn a_leaver_may_stay_after_all_until_its_day() {
    let withdraw = || WithdrawLeaving { partnership_id: "partnership".into(), ..Default::default() };
    let withdrawn = || LeavingWithdrawn { partnership_id: "partnership".into(), partner_id: "insurer".into() };
    let history = || three().and(announced("2026-03-01")).and(opened(vec![]));
    history().by("insurer").when(withdraw()).then(withdrawn());
    history().by("insurer").at(noon("2026-03-01")).when(withdraw()).then_rejected(Rejection::NotLeaving);
    history().by("lender").when(withdraw()).then_rejected(Rejection::NotLeaving);
    history().and(withdrawn()).by("insurer").when(withdraw()).then_rejected(Rejection::NotLeaving);
    let again = history().and(withdrawn()).by("insurer").when_knowing(nothing_open(), leave("2026-04-01"));
    again.then_all([announced("2026-04-01").into(), opened(vec![]).into()]);
}

#[test]
fn an_exit_is_completed_on_its_day_with_what_is_not_settled() {
    let history = || three().and(announced("2026-03-01")).and(opened(vec![motion("motion")]));
    history()
        .by_service("partners")
        .when(complete())
        .then_rejected(Rejection::ExitNotDue { effective_on: day("2026-03-01") });
    history().by_service("partners").at(noon("2026-03-01")).when(complete()).then(left(1));
    history().and(left(1)).at(noon("2026-03-02")).when(complete()).then_nothing();
    three().when(complete()).then_rejected(Rejection::NotLeaving);
}

#[test]
fn what_is_pending_on_the_leaver_ends_with_its_exit() {
    let about =
        RemovalProposed { partnership_id: "partnership".into(), partner_id: "insurer".into(), ..Default::default() };
    let history = three().and(about).and(announced("2026-03-01")).and(opened(vec![]));
    history.at(noon("2026-03-01")).when(complete()).then_all([
        left(0).into(),
        ChangeRejected {
            partnership_id: "partnership".into(),
            change_event_id: event_id(6),
            why: "the member it is about has left".into(),
        }
        .into(),
    ]);
}

#[test]
fn a_partnership_of_one_voice_is_closing() {
    let lender = |event: LeaveAnnounced| LeaveAnnounced { partner_id: "lender".into(), ..event };
    active()
        .and(lender(announced("2026-03-01")))
        .at(noon("2026-03-01"))
        .when(CompleteExit { partner_id: "lender".into(), ..complete() })
        .then_all([
            MemberLeft { partner_id: "lender".into(), ..left(0) }.into(),
            PartnershipDissolved {
                partnership_id: "partnership".into(),
                why: "fewer than two members with a voice are left".into(),
                change_event_id: String::new(),
            }
            .into(),
        ]);
}

#[test]
fn who_comes_back_has_no_exit_until_it_leaves_again() {
    let history = || three().and(announced("2026-03-01")).and(opened(vec![motion("old")])).and(left(1)).and(invited());
    let later = || history().and(accepted("insurer")).by("insurer").at(noon("2026-05-01"));
    later().when(complete()).then_nothing();
    later()
        .when_knowing(nothing_open(), leave("2026-06-01"))
        .then_all([announced("2026-06-01").into(), opened(vec![motion("old")]).into()]);
}

/// A charter with thirty days of notice.
fn agreed() -> Scenario<Partnership> {
    let terms = Some(Terms { notice_days: Some(30), ..Default::default() });
    given::<Partnership, Event>([
        PartnershipFormed { terms, ..formed() }.into(),
        accepted("funder").into(),
        accepted("lender").into(),
        activated().into(),
        invited().into(),
        accepted("insurer").into(),
    ])
}

fn noon(it: &str) -> Timestamp {
    format!("{it}T12:00:00Z").parse().unwrap()
}

fn leave(effective_on: &str) -> LeavePartnership {
    let LeaveAnnounced { partnership_id, partner_id: _, reason, effective_on } = announced(effective_on);
    LeavePartnership { partnership_id, reason, effective_on, ..Default::default() }
}

fn announced(effective_on: &str) -> LeaveAnnounced {
    LeaveAnnounced {
        partnership_id: "partnership".into(),
        partner_id: "insurer".into(),
        reason: "another strategy".into(),
        effective_on: effective_on.into(),
    }
}

fn opened(items: Vec<ExitItem>) -> ExitOpened {
    ExitOpened { partnership_id: "partnership".into(), partner_id: "insurer".into(), items }
}

fn motion(item_id: &str) -> ExitItem {
    ExitItem {
        item_id: item_id.into(),
        kind: ExitItemKind::Proposal.into(),
        service: "partners".into(),
        what: "Buy a bus".into(),
        counterpart_partner_id: String::new(),
        leaver_settles: true,
    }
}

fn concern(concern_id: &str, what: &str, other: &str, leaver_settles: bool) -> ExitItem {
    ExitItem {
        item_id: concern_id.into(),
        kind: ExitItemKind::Concern.into(),
        service: "partners".into(),
        what: what.into(),
        counterpart_partner_id: other.into(),
        leaver_settles,
    }
}

fn complete() -> CompleteExit {
    CompleteExit { partnership_id: "partnership".into(), partner_id: "insurer".into(), ..Default::default() }
}

fn left(items_unsettled: u32) -> MemberLeft {
    MemberLeft { partnership_id: "partnership".into(), partner_id: "insurer".into(), items_unsettled }
}
