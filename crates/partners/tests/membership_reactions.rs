//! What partners does when a change of the membership is asked for, decided, or a partner's day has come.

use contract::{
    log::{Envelope, envelope::Fact},
    partners::{
        AmendmentProposed, ChangeRejected, DecisionRule, DissolutionProposed, Event as OwnEvent, ExitItem,
        ExitItemSettled, ExitOpened, LeaveAnnounced, LeavingWithdrawn, Matter, MemberLeft, MemberRemoved, MemberRole,
        MemberSuspended, PartnerRegistered, ProposalAdopted, ProposalOpened, ReinstatementProposed, RemovalProposed,
        RoleChangeProposed, RoleChanged, Subject, SuspensionProposed, Terms, event::Kind as OwnKind,
    },
};
use jiff::Timestamp;
use partners::{
    Memory,
    reactions::{conclusion, due, motion, react, voices_ended},
};
use runtime::Memory as _;

const EVENT: &str = "0b0c7a3e-4d3c-5f0e-8a8e-0a4b8d7d3c11";

#[test]
fn a_change_is_put_to_the_members_and_names_whom_it_is_about() {
    let (partner_id, reason) = (String::from("insurer"), String::from("why"));
    let roles = vec![MemberRole::Observer.into()];
    for (event, title, matter) in [
        (
            OwnKind::from(RoleChangeProposed { partner_id: partner_id.clone(), roles, ..Default::default() }),
            "Change the roles of Insurer to observing",
            Matter::Admission,
        ),
        (
            SuspensionProposed { partner_id: partner_id.clone(), reason: reason.clone(), ..Default::default() }.into(),
            "Suspend Insurer",
            Matter::Removal,
        ),
        (
            ReinstatementProposed { partner_id: partner_id.clone(), reason: reason.clone(), ..Default::default() }
                .into(),
            "Reinstate Insurer",
            Matter::Removal,
        ),
        (
            RemovalProposed { partner_id: partner_id.clone(), reason: reason.clone(), ..Default::default() }.into(),
            "Remove Insurer",
            Matter::Removal,
        ),
    ] {
        let motion = motion(&with_names(), &own(event)).unwrap();
        assert_eq!((motion.title.as_str(), motion.matter()), (title, matter));
        assert_eq!((motion.concerned_partner_id.as_str(), motion.under), ("insurer", None));
    }
}

#[test]
fn what_is_about_all_concerns_nobody_alone() {
    let dissolution = DissolutionProposed { reason: "it is done".into(), ..Default::default() };
    let motion_of = |event: OwnKind| motion(&with_names(), &own(event)).unwrap();
    let motion = motion_of(dissolution.into());
    assert_eq!((motion.matter(), motion.text.as_str()), (Matter::Dissolution, "it is done"));
    assert_eq!(motion.concerned_partner_id, "");
    let under =
        Some(DecisionRule { matter: 1, rule: 1, quorum_percent: 100, days_open: 30, fallback: 0, hidden: false });
    let terms = Some(Terms { notice_days: Some(60), ..Default::default() });
    let (title, purpose, reason) = ("Together".into(), "Loans".into(), "time to part well".into());
    let amendment =
        AmendmentProposed { charter_version: 2, title, purpose, reason, under, terms, ..Default::default() };
    let motion = motion_of(amendment.into());
    assert_eq!((motion.matter(), motion.title.as_str()), (Matter::Charter, "Amend the charter to version 2"));
    let text = "time to part well\nIt would say:\n- title: Together\n- purpose: Loans\n- terms.notice_days: 60";
    assert_eq!(motion.text, text);
    assert_eq!((motion.under, motion.concerned_partner_id.as_str()), (under, ""));
}

#[test]
fn what_another_of_our_own_things_asked_is_not_the_partnerships_to_conclude() {
    let of = |stream: &str| {
        let subject = Subject { service: "partners".into(), stream: stream.into(), event_id: EVENT.into() };
        conclusion(&own(ProposalAdopted { subject: Some(subject), ..Default::default() }))
    };
    assert!(of("partnership/partnership/partnership").is_some());
    assert!(of("partnership/concern/1").is_none());
}

#[test]
fn an_exit_falls_due_on_its_day_until_it_is_over_or_withdrawn() {
    let (before, day) = (at("2026-02-28T23:59:59Z"), at("2026-03-01T00:00:00Z"));
    let over = MemberLeft { partner_id: "insurer".into(), ..Default::default() };
    let withdrawn = LeavingWithdrawn { partner_id: "insurer".into(), ..Default::default() };
    for end in [OwnKind::from(over), withdrawn.into()] {
        let mut memory = Memory::default();
        memory.remember(&own(announced()));
        assert_eq!((due(&memory, before).len(), due(&memory, day).len()), (0, 1));
        memory.remember(&own(end));
        assert_eq!(due(&memory, day).len(), 0);
    }
}

#[test]
fn what_is_decided_leaves_the_sheets_it_stands_on() {
    let mut memory = Memory::default();
    let item = |item_id: &str| ExitItem { item_id: item_id.into(), ..Default::default() };
    let items = vec![item("motion"), item("change")];
    memory.remember(&own(ExitOpened { partner_id: "insurer".into(), items, ..Default::default() }));
    let adopted = |id: &str| own(ProposalAdopted { proposal_id: id.into(), ..Default::default() });
    let rejected = own(ChangeRejected { change_event_id: "change".into(), ..Default::default() });
    let many =
        |memory: &Memory| [adopted("motion"), adopted("other"), rejected.clone()].map(|it| react(memory, &it).len());
    assert_eq!(many(&memory), [1, 0, 1]);
    let (partner_id, item_id) = ("insurer".into(), "motion".into());
    memory.remember(&own(ExitItemSettled { partner_id, item_id, ..Default::default() }));
    assert_eq!(many(&memory), [0, 0, 1]);
}

#[test]
fn the_open_proposals_of_a_partnership_are_at_hand() {
    let mut memory = Memory::default();
    for (partnership, id) in [("a", "1"), ("a", "2"), ("ab", "3"), ("b", "4")] {
        let opened =
            ProposalOpened { partnership_id: partnership.into(), proposal_id: id.into(), ..Default::default() };
        memory.remember(&Envelope { stream: format!("{partnership}/proposal/{id}"), ..own(opened) });
    }
    let ids = |it: &str| memory.open_in(it).map(|(_, it)| it.proposal_id.clone()).collect::<Vec<_>>();
    assert_eq!((ids("a"), ids("ab"), ids("none")), (vec!["1".into(), "2".into()], vec!["3".into()], vec![]));
}

#[test]
fn open_proposals_lose_the_voice_of_a_member_that_has_none_any_more() {
    let mut memory = Memory::default();
    for id in ["1", "2"] {
        let (partnership_id, proposal_id) = ("partnership".into(), id.into());
        let opened = ProposalOpened { partnership_id, proposal_id, ..Default::default() };
        memory.remember(&Envelope { stream: format!("partnership/proposal/{id}"), ..own(opened) });
    }
    let (partnership_id, partner_id) = (|| String::from("partnership"), || String::from("insurer"));
    let role = |role: MemberRole| RoleChanged {
        partnership_id: partnership_id(),
        partner_id: partner_id(),
        roles: vec![role.into()],
        ..Default::default()
    };
    for (event, why) in [
        (
            OwnKind::from(MemberSuspended {
                partnership_id: partnership_id(),
                partner_id: partner_id(),
                ..Default::default()
            }),
            "the members have suspended it",
        ),
        (
            MemberRemoved { partnership_id: partnership_id(), partner_id: partner_id(), ..Default::default() }.into(),
            "the members have removed it",
        ),
        (
            MemberLeft { partnership_id: partnership_id(), partner_id: partner_id(), items_unsettled: 0 }.into(),
            "it has left",
        ),
        (role(MemberRole::Verifier).into(), "its roles give it no voice any more"),
    ] {
        let ended = voices_ended(&memory, &own(event));
        let told: Vec<_> =
            ended.iter().map(|it| (it.proposal_id.as_str(), it.partner_id.as_str(), it.why.as_str())).collect();
        assert_eq!(told, [("1", "insurer", why), ("2", "insurer", why)]);
    }
    assert_eq!(voices_ended(&memory, &own(role(MemberRole::Funding))), []);
}

#[test]
fn exits_survive_a_snapshot() {
    let mut memory = Memory::default();
    memory.remember(&own(announced()));
    let items = vec![ExitItem { item_id: "motion".into(), ..Default::default() }];
    memory.remember(&own(ExitOpened { partner_id: "insurer".into(), items, ..Default::default() }));
    let snapshot = postcard::to_stdvec(&memory).unwrap();
    assert_eq!(postcard::from_bytes::<Memory>(&snapshot).unwrap(), memory);
}

fn announced() -> LeaveAnnounced {
    LeaveAnnounced { partner_id: "insurer".into(), effective_on: "2026-03-01".into(), ..Default::default() }
}

fn at(it: &str) -> Timestamp {
    it.parse().unwrap()
}

fn with_names() -> Memory {
    let mut memory = Memory::default();
    let (partner_id, name) = ("insurer".into(), "Insurer".into());
    memory.remember(&own(PartnerRegistered { partner_id, name, ..Default::default() }));
    memory
}

fn own(event: impl Into<OwnKind>) -> Envelope {
    Envelope {
        event_id: EVENT.into(),
        service: "partners".into(),
        partnership: "partnership".into(),
        stream: "partnership/partnership/partnership".into(),
        fact: Some(Fact::Partners(OwnEvent { kind: Some(event.into()) })),
        ..Default::default()
    }
}
