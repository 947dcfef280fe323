//! The charter, from draft to amendment: its versions, their differences, who accepted which.

use contract::partners::{
    AmendCharter, CharterVersion, DecisionRule, GetVoice, ListCharterVersions, Matter, OutsetPoint, Partnership,
    ReservedMatter, ReviseDraft, Rule, Stage, Terms, Voice, partner_commands_server::PartnerCommands,
    partner_queries_server::PartnerQueries,
};

use super::ground::{FUNDER, INSURER, LENDER, World, by, done};

#[tokio::test(flavor = "multi_thread")]
async fn every_version_tells_what_it_changed_and_who_accepted_it() {
    let world = World::start().await;
    let id = world.drafted().await;
    world.accept(FUNDER, &id, 1).await;
    done(world.api.revise_draft(by(LENDER, revise(&id))).await);
    for partner in [FUNDER, LENDER, INSURER] {
        world.accept(partner, &id, 2).await;
    }
    let amend = AmendCharter {
        partnership_id: id.clone(),
        title: "Together".into(),
        purpose: "Farmers insure their harvest".into(),
        rules: vec![DecisionRule { days_open: 21, ..rule() }],
        terms: revise(&id).terms,
        reason: "three weeks to think".into(),
        ..Default::default()
    };
    let asked = done(world.api.amend_charter(by(INSURER, amend)).await);
    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    let decided = world.adopted_by_last(&id, decided).await;
    let shown = world.shown(LENDER, &id, decided).await;
    assert_eq!((shown.charter_version, shown.pending.len()), (3, 0));
    let accepted = world.accept(LENDER, &id, 3).await;

    let versions = world.versions(&id, accepted.as_of).await;
    let told: Vec<_> = versions.iter().map(|it| (it.charter_version, told(it), it.accepted.len())).collect();
    let revised = "purpose: → Farmers insure their harvest; rules.other: → simple majority, quorum 50 %, 14 days; \
                   terms.notice_days: → 30";
    let amended = "rules.other: simple majority, quorum 50 %, 14 days → simple majority, quorum 50 %, 21 days";
    assert_eq!(told, [(1, String::new(), 1), (2, revised.into(), 3), (3, amended.into(), 1)]);
    assert!(versions.iter().all(|it| it.currency == "AFN" && it.since.is_some()));
    assert_eq!(versions.iter().filter(|it| it.change_event_id.is_empty()).count(), 2);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outset_checklist_says_what_is_missing() {
    let world = World::start().await;
    let id = world.drafted().await;
    let draft = world.shown(LENDER, &id, vec![]).await;
    assert_eq!((missing(&draft).len(), draft.stage()), (9, Stage::Forming));
    let revised = done(world.api.revise_draft(by(LENDER, revise(&id))).await);
    let draft = world.shown(LENDER, &id, revised.as_of).await;
    let left = [
        OutsetPoint::CheckIns,
        OutsetPoint::Reviews,
        OutsetPoint::Mediator,
        OutsetPoint::ConfidentialChannel,
        OutsetPoint::BenefitShares,
        OutsetPoint::FoundersAccepted,
    ];
    assert_eq!(missing(&draft), left);
    world.accept(FUNDER, &id, 2).await;
    let accepted = world.accept(INSURER, &id, 2).await;
    let draft = world.shown(LENDER, &id, accepted.as_of).await;
    let founders = draft.checklist.iter().find(|it| it.point() == OutsetPoint::FoundersAccepted).unwrap();
    assert_eq!(founders.missing, format!("yet to accept: {LENDER}"));
    let activated = world.accept(LENDER, &id, 2).await;
    let active = world.shown(LENDER, &id, activated.as_of).await;
    assert_eq!((missing(&active), active.stage()), (left[..5].to_vec(), Stage::Active));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_member_alone_decides_by_the_charter_in_force_stands_beside_the_voices() {
    let world = World::start().await;
    let reserving = |partner_id: &str, what: &str| {
        let reserved = ReservedMatter { partner_id: partner_id.into(), what: what.into() };
        Some(Terms { reserved_matters: vec![reserved], ..Default::default() })
    };
    let id = world.active_under(reserving(FUNDER, "Its own funds")).await;
    let voice = world.voice(&id, "", vec![]).await;
    let reserved = |it: &Voice| it.reserved_matters.iter().map(|it| it.what.clone()).collect::<Vec<_>>();
    assert_eq!((voice.charter_version, reserved(&voice)), (1, vec!["Its own funds".into()]));
    assert_eq!(voice.reserved_matters[0].partner_id, FUNDER);

    let amend = AmendCharter {
        partnership_id: id.clone(),
        title: "Together".into(),
        terms: reserving(INSURER, "What the law has it decide"),
        reason: "the ministry asks for it".into(),
        ..Default::default()
    };
    let asked = done(world.api.amend_charter(by(INSURER, amend)).await);
    let proposed = world.voice(&id, "", asked.as_of.clone()).await;
    assert_eq!(reserved(&proposed), ["Its own funds"], "it is not decided yet");
    let decided = world.adopted(&id, [FUNDER, LENDER], asked).await;
    let decided = world.adopted_by_last(&id, decided).await;
    let seen = world.shown(LENDER, &id, decided).await.as_of;
    for period in ["", "2026-Q1"] {
        let voice = world.voice(&id, period, seen.clone()).await;
        assert_eq!((voice.charter_version, reserved(&voice)), (2, vec!["What the law has it decide".into()]));
        assert_eq!(voice.reserved_matters[0].partner_id, INSURER);
    }
    world.stop().await;
}

impl World {
    async fn voice(&self, id: &str, period: &str, as_of: Vec<String>) -> Voice {
        let query = GetVoice { as_of, partnership_id: id.into(), period: period.into() };
        self.api.get_voice(by(LENDER, query)).await.unwrap().into_inner()
    }

    /// Consent waits for all.
    async fn adopted_by_last(&self, id: &str, decided: contract::common::Receipt) -> Vec<String> {
        let shown = self.shown(FUNDER, id, decided.as_of.clone()).await;
        match shown.proposals_open {
            0 => decided.as_of,
            _ => self.adopted(id, [INSURER, INSURER], decided).await.as_of,
        }
    }

    async fn versions(&self, id: &str, as_of: Vec<String>) -> Vec<CharterVersion> {
        let query = ListCharterVersions { as_of, partnership_id: id.into(), ..Default::default() };
        self.api.list_charter_versions(by(INSURER, query)).await.unwrap().into_inner().versions
    }
}

fn revise(id: &str) -> ReviseDraft {
    ReviseDraft {
        partnership_id: id.into(),
        title: "Together".into(),
        purpose: "Farmers insure their harvest".into(),
        currency: "AFN".into(),
        rules: vec![rule()],
        terms: Some(Terms { notice_days: Some(30), ..Default::default() }),
        ..Default::default()
    }
}

fn rule() -> DecisionRule {
    let (matter, rule) = (Matter::Other.into(), Rule::SimpleMajority.into());
    DecisionRule { matter, rule, quorum_percent: 50, days_open: 14, fallback: 0, hidden: false }
}

fn told(it: &CharterVersion) -> String {
    let told = |it: &contract::partners::Difference| match it.before.as_str() {
        "" => format!("{}: → {}", it.field, it.after),
        before => format!("{}: {before} → {}", it.field, it.after),
    };
    it.differences.iter().map(told).collect::<Vec<_>>().join("; ")
}

fn missing(it: &Partnership) -> Vec<OutsetPoint> {
    it.checklist.iter().filter(|it| !it.is_agreed).map(|it| it.point()).collect()
}
