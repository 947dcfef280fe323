//! The directory as it is served: searched, revised, with what partners record of each other.

use contract::partners::{
    AppointRepresentative, ClearFlag, ContestFlag, DueDiligenceBasis, Evidence, FlagCategory, FlagPartner, FlagScope,
    FlagState, GetPartner, ListFlags, Partner, RecordDueDiligence, ReviseProfile, SearchPartners,
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn partners_are_found_by_words_kind_country_and_strength() {
    let world = World::start();
    let as_of = world.directory().await;
    let everybody = ["Alpha Crédit Mutuel", "Alpha Crédit Rural", "Banque Alphonse", "Ómicron", "Zambia Microfinance"];
    let seek = |ask: SearchPartners| world.names(ask, &as_of);
    let named = |name: &str| SearchPartners { name: name.into(), ..Default::default() };
    assert_eq!(seek(SearchPartners::default()).await, everybody);
    assert_eq!(seek(named("alpha CREDIT")).await, everybody[..2]);
    assert_eq!(seek(named("alph")).await, everybody[..3]);
    assert_eq!(seek(named("mi")).await, ["Zambia Microfinance"]);
    assert_eq!(seek(named("omicron")).await, ["Ómicron"]);
    assert_eq!(seek(named("pha")).await, [""; 0]);
    assert_eq!(seek(named("–")).await, everybody);
    let kind = PartnerKind::Network.into();
    assert_eq!(seek(SearchPartners { kind, ..Default::default() }).await, ["Zambia Microfinance"]);
    assert_eq!(seek(SearchPartners { country: "SN".into(), ..named("alpha") }).await, ["Alpha Crédit Rural"]);
    assert_eq!(seek(SearchPartners { country: "SN".into(), kind, ..Default::default() }).await, [""; 0]);
    let strength = |it: &str| SearchPartners { strength: it.into(), ..Default::default() };
    assert_eq!(seek(strength("rural lend")).await, ["Alpha Crédit Rural"]);
    assert_eq!(seek(strength("rural training")).await, [""; 0]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_comes_once_each_in_pages() {
    let world = World::start();
    let as_of = world.directory().await;
    let (mut found, mut page_token) = (vec![], String::new());
    loop {
        let ask = SearchPartners { as_of: as_of.clone(), page_size: 2, page_token, ..Default::default() };
        let page = world.api.search_partners(by(OPERATOR, ask)).await.unwrap().into_inner();
        found.extend(page.partners.into_iter().map(|it| it.name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(
        found,
        ["Alpha Crédit Mutuel", "Alpha Crédit Rural", "Banque Alphonse", "Ómicron", "Zambia Microfinance"]
    );
    let listed = ListPartners { as_of, country: "SN".into(), ..Default::default() };
    assert_eq!(world.api.list_partners(by(OPERATOR, listed)).await.unwrap().into_inner().partners.len(), 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revised_partner_is_found_by_what_it_is_now_only() {
    let world = World::start();
    world.directory().await;
    let revise = ReviseProfile {
        partner_id: LENDER.into(),
        name: "Beta Crédit".into(),
        kind: PartnerKind::Ngo.into(),
        country: "ML".into(),
        ..Default::default()
    };
    let revised = done(world.api.revise_profile(by(LENDER, revise.clone())).await);
    let late = ReviseProfile { expected_revision: Some(1), name: "Gamma".into(), ..revise };
    assert_eq!(world.api.revise_profile(by(LENDER, late)).await.unwrap_err().code(), Code::Aborted);
    let seek = |ask: SearchPartners| world.names(ask, &revised.as_of);
    let named = |name: &str| SearchPartners { name: name.into(), ..Default::default() };
    assert_eq!(seek(named("alpha")).await, ["Alpha Crédit Mutuel"]);
    assert_eq!(seek(named("beta")).await, ["Beta Crédit"]);
    assert_eq!(seek(SearchPartners { country: "SN".into(), ..Default::default() }).await, [""; 0]);
    let rural = SearchPartners { strength: "rural".into(), ..Default::default() };
    assert_eq!(seek(rural).await, ["Banque Alphonse"]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_called_as_the_directory_calls_them_now() {
    let world = World::start();
    let (id, _) = world.active().await;
    let revise = ReviseProfile {
        partner_id: LENDER.into(),
        name: "Lender Limited".into(),
        kind: PartnerKind::Ngo.into(),
        country: "AF".into(),
        ..Default::default()
    };
    let as_of = done(world.api.revise_profile(by(LENDER, revise)).await).as_of;
    let query = GetPartnership { as_of, partnership_id: id };
    for who in [FUNDER, OPERATOR] {
        let shown = world.api.get_partnership(by(who, query.clone())).await.unwrap().into_inner();
        let names: Vec<_> = shown.members.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Funder", "Lender Limited"]);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_looks_through_so_many_only_and_leads_on() {
    let world = World::start();
    let register = |name: String| RegisterPartner {
        name,
        kind: PartnerKind::Ngo.into(),
        country: "AF".into(),
        ..Default::default()
    };
    let registering: Vec<_> = (0..2_100)
        .map(|place| {
            let (api, register) = (world.api.clone(), register(format!("Anybody {place}")));
            tokio::spawn(async move { done(api.register_partner(by(OPERATOR, register)).await) })
        })
        .collect();
    for registered in registering {
        registered.await.unwrap();
    }
    let as_of = done(world.api.register_partner(by(OPERATOR, register("Zz".into()))).await).as_of;
    let seek =
        |page_token| SearchPartners { as_of: as_of.clone(), name: "zz".into(), page_token, ..Default::default() };
    let first = world.api.search_partners(by(OPERATOR, seek(String::new()))).await.unwrap().into_inner();
    assert_eq!((first.partners.len(), first.next_page_token.is_empty()), (0, false));
    let next = world.api.search_partners(by(OPERATOR, seek(first.next_page_token))).await.unwrap().into_inner();
    assert_eq!((next.partners.len(), next.next_page_token.is_empty()), (1, true));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn affiliations_follow_a_revision_and_make_no_circle() {
    let world = World::start();
    world.active().await;
    let under = |partner_id: &str, name: &str, affiliated_to: &str| ReviseProfile {
        partner_id: partner_id.into(),
        name: name.into(),
        kind: PartnerKind::Ngo.into(),
        country: "AF".into(),
        affiliated_to: affiliated_to.into(),
        ..Default::default()
    };
    done(world.api.revise_profile(by(FUNDER, under(FUNDER, "Funder", LENDER))).await);
    done(world.api.revise_profile(by(LENDER, under(LENDER, "Lender", INSURER))).await);
    let circle = world.api.revise_profile(by(INSURER, under(INSURER, "Insurer", FUNDER))).await.unwrap_err();
    assert_eq!(circle.code(), Code::InvalidArgument);
    assert!(circle.message().contains("leads back to the partner itself"), "{}", circle.message());
    let freed = done(world.api.revise_profile(by(LENDER, under(LENDER, "Lender", ""))).await);
    done(world.api.revise_profile(by_seeing(INSURER, under(INSURER, "Insurer", FUNDER), &freed.as_of)).await);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_shows_who_looked_into_a_partner_and_who_speaks_for_it() {
    let world = World::start();
    world.active().await;
    let record = RecordDueDiligence {
        partner_id: INSURER.into(),
        basis: DueDiligenceBasis::Audit.into(),
        valid_until: "2026-12-31".into(),
        evidence: Some(evidence()),
        ..Default::default()
    };
    done(world.api.record_due_diligence(by(FUNDER, record)).await);
    let appoint = AppointRepresentative {
        partner_id: INSURER.into(),
        person: "p-7".into(),
        starts_on: "2026-02-01".into(),
        ..Default::default()
    };
    let appointed = done(world.api.appoint_representative(by(INSURER, appoint)).await);
    let insurer = world.partner(INSURER, &appointed.as_of).await;
    let looked: Vec<_> = insurer
        .due_diligence
        .iter()
        .map(|it| (it.recorded_by.as_str(), it.basis(), it.valid_until.as_str(), it.recorded_on.as_str()))
        .collect();
    assert_eq!(looked, [(FUNDER, DueDiligenceBasis::Audit, "2026-12-31", "2026-01-15")]);
    assert_eq!(insurer.representative.map(|it| (it.person, it.starts_on)), Some(("p-7".into(), "2026-02-01".into())));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_in_the_directory_stands_beside_its_contest_until_it_lapses() {
    let world = World::start();
    world.active().await;
    let strange = world.api.flag_partner(by(FUNDER, flag("", INSURER))).await.unwrap_err();
    assert_eq!(strange.code(), Code::PermissionDenied);
    let flagged = done(world.api.flag_partner(by(FUNDER, flag("", LENDER))).await);
    let twice = world.api.flag_partner(by(FUNDER, flag("", LENDER))).await.unwrap_err();
    assert_eq!(twice.code(), Code::FailedPrecondition);
    let contest = ContestFlag { flag_id: flagged.id.clone(), statement: "Not so".into(), ..Default::default() };
    let contested = done(world.api.contest_flag(by(LENDER, contest)).await);
    let flags = world.partner(LENDER, &contested.as_of).await.flags;
    let shown: Vec<_> = flags.iter().map(|it| (it.raised_by.as_str(), it.contest.as_str(), it.state())).collect();
    assert_eq!(shown, [(FUNDER, "Not so", FlagState::Open)]);

    world.clock.advance_to("2026-07-01T00:00:00Z".parse().unwrap());
    while !world.partner(LENDER, &[]).await.flags.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    done(world.api.flag_partner(by(FUNDER, FlagPartner { review_on: "2027-01-01".into(), ..flag("", LENDER) })).await);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partnerships_flags_are_its_members_alone() {
    let world = World::start();
    let (id, _) = world.active().await;
    let flagged = done(world.api.flag_partner(by(LENDER, flag(&id, FUNDER))).await);
    let clear = || ClearFlag {
        partnership_id: id.clone(),
        flag_id: flagged.id.clone(),
        reason: "x".into(),
        ..Default::default()
    };
    for code in [
        world.api.list_flags(by(INSURER, flags_of(&id, &flagged.as_of))).await.unwrap_err().code(),
        world.api.clear_flag(by(INSURER, clear())).await.unwrap_err().code(),
        world.api.clear_flag(by(FUNDER, clear())).await.unwrap_err().code(),
        world.api.flag_partner(by(INSURER, flag(&id, FUNDER))).await.unwrap_err().code(),
    ] {
        assert_eq!(code, Code::PermissionDenied);
    }
    let shown = world.api.list_flags(by(FUNDER, flags_of(&id, &flagged.as_of))).await.unwrap().into_inner().flags;
    assert_eq!(
        shown.iter().map(|it| (it.raised_by.as_str(), it.state())).collect::<Vec<_>>(),
        [(LENDER, FlagState::Open)]
    );
    assert_eq!(world.partner(FUNDER, &flagged.as_of).await.flags.len(), 0);

    let cleared = done(world.api.clear_flag(by(OPERATOR, clear())).await);
    let open = ListFlags { state: FlagState::Open.into(), ..flags_of(&id, &cleared.as_of) };
    assert_eq!(world.api.list_flags(by(LENDER, open)).await.unwrap().into_inner().flags.len(), 0);
    let all = world.api.list_flags(by(LENDER, flags_of(&id, &cleared.as_of))).await.unwrap().into_inner().flags;
    assert_eq!(
        (all[0].state(), all[0].cleared_because.as_str(), all[0].ended_at.is_some()),
        (FlagState::Cleared, "x", true)
    );
    world.stop().await;
}

impl World {
    async fn directory(&self) -> Vec<String> {
        let mut as_of = vec![];
        for (partner_id, name, kind, country, strength) in [
            (FUNDER, "Alpha Crédit Mutuel", PartnerKind::Funder, "ML", "training"),
            (LENDER, "Alpha Crédit Rural", PartnerKind::Ngo, "SN", "Rural lending"),
            (INSURER, "Zambia Microfinance", PartnerKind::Network, "ZM", "Training"),
            ("01890a5d-ac96-774b-bcce-b302099a8004", "Banque Alphonse", PartnerKind::Ngo, "FR", "rural insurance"),
            ("01890a5d-ac96-774b-bcce-b302099a8005", "Ómicron", PartnerKind::Ngo, "ES", "lending"),
        ] {
            let register = RegisterPartner {
                partner_id: partner_id.into(),
                name: name.into(),
                kind: kind.into(),
                country: country.into(),
                strengths: vec![strength.into(), "group savings".into()],
                ..Default::default()
            };
            as_of = done(self.api.register_partner(by(OPERATOR, register)).await).as_of;
        }
        as_of
    }

    async fn names(&self, ask: SearchPartners, as_of: &[String]) -> Vec<String> {
        let ask = SearchPartners { as_of: as_of.to_vec(), ..ask };
        let found = self.api.search_partners(by(OPERATOR, ask)).await.unwrap().into_inner();
        found.partners.into_iter().map(|it| it.name).collect()
    }

    async fn partner(&self, partner_id: &str, as_of: &[String]) -> Partner {
        let ask = GetPartner { as_of: as_of.to_vec(), partner_id: partner_id.into() };
        self.api.get_partner(by(INSURER, ask)).await.unwrap().into_inner()
    }
}

fn evidence() -> Evidence {
    Evidence {
        uri: "https://example.org/report.pdf".into(),
        sha256: "0f".repeat(32),
        size_bytes: 1_024,
        media_type: "application/pdf".into(),
    }
}

fn flag(partnership_id: &str, partner_id: &str) -> FlagPartner {
    let scope = if partnership_id.is_empty() { FlagScope::Directory } else { FlagScope::Partnership };
    FlagPartner {
        partnership_id: partnership_id.into(),
        partner_id: partner_id.into(),
        scope: scope.into(),
        category: FlagCategory::Reporting.into(),
        statement: "Figures are late".into(),
        evidence: Some(evidence()),
        review_on: "2026-07-01".into(),
        ..Default::default()
    }
}

fn flags_of(partnership_id: &str, as_of: &[String]) -> ListFlags {
    ListFlags { as_of: as_of.to_vec(), partnership_id: partnership_id.into(), ..Default::default() }
}
