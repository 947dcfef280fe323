//! Raising a concern.

use super::*;

#[test]
fn a_member_raises_a_concern_about_another() {
    nothing::<Concern>().by(RAISER).when_knowing((company(), key()), raise()).then(raised());
    nothing::<Concern>()
        .by(RAISER)
        .when_knowing((company(), key()), RaiseConcern { concern_id: String::new(), ..raise() })
        .then(ConcernRaised { concern_id: context().fresh("concern"), ..raised() });
}

#[test]
fn who_names_nobody_means_all_who_take_part_now() {
    let about_all = || RaiseConcern { about: vec![], ..raise() };
    let to_all = || ConcernRaised { about: company().others, about_all: true, ..raised() };
    nothing::<Concern>().by(RAISER).when_knowing((company(), key()), about_all()).then(to_all());
    let grown = Company { others: vec![ABOUT.into(), OTHER.into(), "auditor".into()] };
    given::<Concern, Event>([to_all().into()]).by(RAISER).when_knowing((grown, key()), about_all()).then_nothing();
    let nobody = "names nobody, and nobody else takes part in this partnership";
    nothing::<Concern>()
        .by(RAISER)
        .when_knowing((Company::default(), key()), about_all())
        .then_rejected(Invalid::new("about", nobody).into());
}

#[test]
fn the_same_again_changes_nothing_even_after_the_other_left() {
    open().by(RAISER).when_knowing((company(), key()), raise()).then_nothing();
    open().by(RAISER).when_knowing((Company::default(), key()), raise()).then_nothing();
}

#[test]
fn an_id_stands_for_one_concern() {
    open().by(OTHER).when_knowing((company(), key()), raise()).then_rejected(Rejection::IdTaken);
    open()
        .by(RAISER)
        .when_knowing((company(), key()), RaiseConcern { text: "Another".into(), ..raise() })
        .then_rejected(Rejection::IdTaken);
}

#[test]
fn it_is_about_others_that_take_part() {
    let refused = |about: &[&str], rejection: Rejection| {
        let about = about.iter().map(|it| (*it).into()).collect();
        nothing::<Concern>()
            .by(RAISER)
            .when_knowing((company(), key()), RaiseConcern { about, ..raise() })
            .then_rejected(rejection);
    };
    refused(&["stranger"], Rejection::NotAMember { partner_id: "stranger".into() });
    refused(&[RAISER], Invalid::new("about", "names your own organisation: a concern is about others").into());
    refused(&[ABOUT, ABOUT], Invalid::new("about", "names funder twice").into());
}

#[test]
fn it_says_what_is_the_matter_and_names_a_thing_in_full_or_not() {
    let refused = |command: RaiseConcern, field: &'static str, problem: &str| {
        nothing::<Concern>()
            .by(RAISER)
            .when_knowing((company(), key()), command)
            .then_rejected(Invalid::new(field, problem).into());
    };
    refused(RaiseConcern { text: " ".into(), ..raise() }, "text", "is missing");
    let together = "and thing_kind go together: give both or neither";
    refused(RaiseConcern { thing_kind: "goal".into(), ..raise() }, "thing_id", together);
    refused(RaiseConcern { thing_id: "goal-1".into(), ..raise() }, "thing_id", together);
    nothing::<Concern>()
        .by(RAISER)
        .when_knowing(
            (company(), key()),
            RaiseConcern { thing_kind: " goal ".into(), thing_id: "goal-1".into(), ..raise() },
        )
        .then(ConcernRaised { thing_kind: "goal".into(), thing_id: "goal-1".into(), ..raised() });
}
