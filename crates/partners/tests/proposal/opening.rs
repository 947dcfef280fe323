//! Opening a motion, or saying why it cannot be opened.

use super::*;

#[test]
fn a_member_opens_a_motion_under_the_charters_rule() {
    nothing::<Proposal>().by("a").when_knowing(charter(), open()).then(opened());
}

#[test]
fn what_figures_led_to_has_no_proposer_whoever_measured_last() {
    let by_itself = OpenProposal { by_itself: true, ..for_goal() };
    let opened = |by: &str| {
        let asked = nothing::<Proposal>().by(by).by_service("partners");
        match asked.when_knowing(charter(), by_itself.clone()).decision().as_deref() {
            Ok([Event::ProposalOpened(it)]) => it.proposed_by.clone(),
            other => panic!("{other:?}"),
        }
    };
    for last in ["a", "auditor", "one that has left", ""] {
        assert_eq!(opened(last), "");
    }
}

#[test]
fn a_partnership_that_is_closing_settles_what_is_open_and_nothing_else() {
    let closing = || Charter { is_active: false, is_closing: true, ..charter() };
    let asked = |command: OpenProposal, charter: Charter| {
        nothing::<Proposal>().by("a").by_service("partners").when_knowing(charter, command).decision()
    };
    let settles = OpenProposal { settles: true, ..for_goal() };
    assert!(asked(settles.clone(), closing()).is_ok());
    assert_eq!(asked(for_goal(), closing()), Err(Rejection::Closing));
    assert_eq!(asked(settles, Charter { is_active: false, ..charter() }), Err(Rejection::NotActive));
}

#[test]
fn callers_do_not_say_that_figures_led_to_it_or_that_it_settles() {
    for (field, command) in [
        ("by_itself", OpenProposal { by_itself: true, ..open() }),
        ("settles", OpenProposal { settles: true, ..open() }),
    ] {
        let asked = nothing::<Proposal>().by("a").when_knowing(charter(), command);
        asked.then_rejected(Rejection::NotForCallers { field });
    }
}

#[test]
fn an_id_is_made_where_none_is_given() {
    nothing::<Proposal>()
        .by("a")
        .when_knowing(charter(), OpenProposal { proposal_id: String::new(), ..open() })
        .then(ProposalOpened { proposal_id: context().fresh("proposal"), ..opened() });
}

#[test]
fn a_matter_has_its_own_rule_or_that_of_other_matters_or_the_usual_one() {
    let rule = |matter: Matter, days_open: u32| DecisionRule {
        matter: matter.into(),
        rule: Rule::SimpleMajority.into(),
        quorum_percent: 34,
        days_open,
        fallback: Rule::Unspecified.into(),
        hidden: false,
    };
    let days = |rules: Vec<DecisionRule>| match nothing::<Proposal>()
        .by("a")
        .by_service("partners")
        .when_knowing(Charter { rules, ..charter() }, for_goal())
        .decision()
        .unwrap()
        .remove(0)
    {
        Event::ProposalOpened(it) => {
            let open_for = moment::read(it.closes_at.as_ref()).unwrap().duration_since(now());
            (open_for.as_hours() / 24, it.quorum_needed, it.rule())
        }
        other => panic!("{other:?}"),
    };
    // 34 % of 5 members is 1.7: two.
    assert_eq!(days(vec![rule(Matter::Goal, 7), rule(Matter::Other, 3)]), (7, 2, Rule::SimpleMajority));
    assert_eq!(days(vec![rule(Matter::Funds, 7), rule(Matter::Other, 3)]), (3, 2, Rule::SimpleMajority));
    assert_eq!(days(vec![rule(Matter::Funds, 7)]), (14, 3, Rule::Consent));
}

#[test]
fn the_same_motion_again_changes_nothing_even_after_the_members_changed() {
    given::<Proposal, _>([opened()]).by("a").when_knowing(charter(), open()).then_nothing();
    let grown = Charter { voices: vec!["a".into(), "f".into()], ..charter() };
    given::<Proposal, _>([opened()]).by("a").when_knowing(grown, open()).then_nothing();
}

#[test]
fn an_id_stands_for_one_motion() {
    let other = || OpenProposal { title: "Something else".into(), ..open() };
    given::<Proposal, _>([opened()]).by("a").when_knowing(charter(), other()).then_rejected(Rejection::IdTaken);
    given::<Proposal, _>([opened()]).by("b").when_knowing(charter(), open()).then_rejected(Rejection::IdTaken);
    given::<Proposal, _>([refused()]).by("a").when_knowing(charter(), open()).then_rejected(Rejection::IdTaken);
}

#[test]
fn callers_open_other_matters_without_a_subject() {
    let refused = |command: OpenProposal, rejection: Rejection| {
        nothing::<Proposal>().by("a").when_knowing(charter(), command).then_rejected(rejection);
    };
    refused(OpenProposal { matter: Matter::Goal.into(), ..open() }, Rejection::NotForCallers { field: "matter" });
    refused(OpenProposal { subject: Some(subject()), ..open() }, Rejection::NotForCallers { field: "subject" });
    refused(
        OpenProposal { concerned_partner_id: "b".into(), ..open() },
        Rejection::NotForCallers { field: "concerned_partner_id" },
    );
    refused(
        OpenProposal { under: Some(DecisionRule::default()), ..open() },
        Rejection::NotForCallers { field: "under" },
    );
    refused(
        OpenProposal { proposal_id: "2ed6657d-e927-568b-95e1-2665a8aea6a2".into(), ..open() },
        Invalid::new(
            "proposal_id",
            "is a UUIDv5, which services derive for what they ask: choose a UUIDv7, or leave it empty",
        )
        .into(),
    );
}

#[test]
fn services_open_any_matter_for_a_member() {
    nothing::<Proposal>().by("a").by_service("partners").when_knowing(charter(), for_goal()).then(ProposalOpened {
        matter: Matter::Goal.into(),
        subject: Some(subject()),
        ..opened()
    });
}

#[test]
fn what_a_verifier_verified_may_lead_a_service_to_propose() {
    nothing::<Proposal>().by("auditor").when_knowing(charter(), open()).then_rejected(Rejection::NotAMember);
    nothing::<Proposal>().by("auditor").by_service("partners").when_knowing(charter(), for_goal()).then(
        ProposalOpened {
            matter: Matter::Goal.into(),
            subject: Some(subject()),
            proposed_by: "auditor".into(),
            ..opened()
        },
    );
}

#[test]
fn who_proposes_has_a_voice() {
    for service in ["", "partners"] {
        nothing::<Proposal>()
            .by("stranger")
            .by_service(service)
            .when_knowing(charter(), open())
            .then_rejected(Rejection::NotAMember);
    }
}

#[test]
fn nothing_is_proposed_before_the_partnership_is_active() {
    nothing::<Proposal>()
        .by("a")
        .when_knowing(Charter { is_active: false, ..charter() }, open())
        .then_rejected(Rejection::NotActive);
}

#[test]
fn a_motion_has_a_title() {
    nothing::<Proposal>()
        .by("a")
        .when_knowing(charter(), OpenProposal { title: " ".into(), ..open() })
        .then_rejected(Invalid::new("title", "is missing").into());
}

#[test]
fn what_could_not_be_opened_is_said_once() {
    nothing::<Proposal>().by_service("partners").when(refuse()).then(refused());
    given::<Proposal, _>([refused()]).by_service("partners").when(refuse()).then_nothing();
    given::<Proposal, _>([opened()]).by_service("partners").when(refuse()).then_rejected(Rejection::IdTaken);
}

#[test]
fn nobody_decides_on_a_member_alone_or_with_its_own_affiliates() {
    let of = |pairs: &[(&str, &str)]| pairs.iter().map(|(it, of)| ((*it).into(), (*of).into())).collect();
    let about = |concerned: &str| OpenProposal { concerned_partner_id: concerned.into(), ..for_goal() };
    let affiliates = Charter {
        voices: ["a", "a2", "b"].map(str::to_owned).to_vec(),
        organisations: of(&[("a", "head"), ("a2", "head")]),
        ..charter()
    };
    for (by, concerned) in [("a", "b"), ("b", "a"), ("b", "a2")] {
        let asked = nothing::<Proposal>().by(by).by_service("partners");
        asked.when_knowing(affiliates.clone(), about(concerned)).then_rejected(Rejection::NobodyElseDecides);
    }
    let apart = Charter { organisations: of(&[]), ..affiliates };
    let asked = nothing::<Proposal>().by("a").by_service("partners").when_knowing(apart, about("b"));
    assert_eq!(asked.decision().unwrap().len(), 1);
}

#[test]
fn a_concern_is_put_to_the_members_whatever_they_rank_and_whoever_has_it() {
    let ranked = DecisionRule {
        matter: Matter::Other.into(),
        rule: Rule::Ranked.into(),
        quorum_percent: 50,
        days_open: 7,
        fallback: 0,
        hidden: true,
    };
    let charter = Charter { rules: vec![ranked], ..charter() };
    let subject = Some(Subject { stream: "partnership/concern/concern".into(), ..subject() });
    let put = || OpenProposal { matter: Matter::Other.into(), subject: subject.clone(), ..for_goal() };
    for by in ["a", "an observer"] {
        let opened = nothing::<Proposal>().by(by).by_service("partners").when_knowing(charter.clone(), put());
        let opened = opened.decision().unwrap();
        let [Event::ProposalOpened(opened)] = &opened[..] else { panic!("{opened:?}") };
        assert_eq!((opened.rule(), opened.hidden, opened.days_open), (Rule::Consent, false, 7));
    }
    let goal = OpenProposal { matter: Matter::Other.into(), ..for_goal() };
    let by_observer = nothing::<Proposal>().by("an observer").by_service("goals").when_knowing(charter, goal);
    by_observer.then_rejected(Rejection::NotAMember);
}
