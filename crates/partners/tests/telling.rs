//! What telling an update, taking note of it and commenting leads to.

use contract::{
    moment,
    partners::{AcknowledgeUpdate, CommentPosted, PostComment, PostUpdate, Thing, UpdateAcknowledged, UpdatePosted},
};
use jiff::SignedDuration;
use kernel::{
    Invalid, Reject,
    scenario::{Scenario, context, given, nothing},
};
use partners::{
    comment::{self, Comment},
    members::Members,
    scenario::{key, sealed},
    update::{Rejection, Update},
};

#[test]
fn an_update_affects_all_members_unless_it_says_whom() {
    nothing::<Update>().by("a").when_knowing((members(), key()), post()).then(posted(["b", "c"]));
    let some = PostUpdate { affects: names(["c", "auditor"]), ..post() };
    nothing::<Update>().by("a").when_knowing((members(), key()), some).then(posted(["c", "auditor"]));
    let alone = Members { voices: names(["a"]), ..Members::default() };
    nothing::<Update>().by("a").when_knowing((alone, key()), post()).then(posted([]));
}

#[test]
fn an_update_affects_others_that_belong_each_named_once() {
    let refused = |affects: Vec<String>, rejection: Rejection| {
        nothing::<Update>()
            .by("a")
            .when_knowing((members(), key()), PostUpdate { affects, ..post() })
            .then_rejected(rejection);
    };
    refused(names(["b", "stranger"]), Rejection::NotAMember { partner_id: "stranger".into() });
    refused(names(["b", "b"]), Invalid::new("affects", "names b twice").into());
    refused(names(["a"]), Invalid::new("affects", "names your own organisation, which knows already").into());
}

#[test]
fn an_update_says_something_and_what_it_is_about_has_a_kind_and_an_id() {
    let refused = |command: PostUpdate, field: &'static str, problem: &str| {
        let rejection = Invalid::new(field, problem).into();
        nothing::<Update>().by("a").when_knowing((members(), key()), command).then_rejected(rejection);
    };
    refused(PostUpdate { what: " ".into(), ..post() }, "what", "is missing");
    refused(PostUpdate { about_id: String::new(), ..post() }, "about_id", "is missing");
    let kindless = PostUpdate { about: Thing::Unspecified.into(), ..post() };
    refused(kindless, "about_id", "is given without the kind of thing it names");
}

#[test]
fn the_same_update_again_changes_nothing_even_days_later() {
    let later = context().now + SignedDuration::from_hours(48);
    told().by("a").at(later).when_knowing((members(), key()), post()).then_nothing();
    let other = PostUpdate { what: "Rates rise".into(), ..post() };
    told().by("a").when_knowing((members(), key()), other).then_rejected(Rejection::IdTaken);
    told().by("b").when_knowing((members(), key()), post()).then_rejected(Rejection::IdTaken);
}

#[test]
fn those_it_affects_take_note_once() {
    told().by("b").when(acknowledge()).then(acknowledged("b"));
    told().and(acknowledged("b")).by("b").when(acknowledge()).then_nothing();
    told().and(acknowledged("b")).by("c").when(acknowledge()).then(acknowledged("c"));
    for other in ["a", "auditor"] {
        told().by(other).when(acknowledge()).then_rejected(Rejection::NotAffected);
    }
    nothing::<Update>().by("b").when(acknowledge()).then_rejected(Rejection::NotFound);
}

#[test]
fn a_comment_stays_as_it_was_said() {
    nothing::<Comment>()
        .by("observer")
        .when_knowing(key(), comment("Well done"))
        .then(commented("observer", "Well done"));
    let said = || given::<Comment, _>([commented("b", "Well done")]);
    said().by("b").when_knowing(key(), comment("Well done")).then_nothing();
    said().by("b").when_knowing(key(), comment("Not well done")).then_rejected(comment::Rejection::IdTaken);
    said().by("c").when_knowing(key(), comment("Well done")).then_rejected(comment::Rejection::IdTaken);
}

#[test]
fn a_comment_is_on_something_and_says_something() {
    let refused = |command: PostComment, field: &'static str, problem: &str| {
        nothing::<Comment>().by("b").when_knowing(key(), command).then_rejected(Invalid::new(field, problem).into());
    };
    refused(comment(" "), "text", "is missing");
    refused(PostComment { about_id: String::new(), ..comment("Yes") }, "about_id", "is missing");
    let kindless = PostComment { about: 0, ..comment("Yes") };
    refused(kindless, "about", "is missing: say what kind of thing the comment is on");
}

#[test]
fn refusals_name_the_reason_and_the_field() {
    for (refusal, reason, field) in [
        (Rejection::NotFound.refusal(), "REASON_NOT_FOUND", Some("update_id")),
        (Rejection::IdTaken.refusal(), "REASON_ID_TAKEN", Some("update_id")),
        (Rejection::NotAMember { partner_id: "x".into() }.refusal(), "REASON_NOT_A_MEMBER", Some("affects")),
        (Rejection::NotAffected.refusal(), "REASON_NOT_AFFECTED", None),
        (comment::Rejection::IdTaken.refusal(), "REASON_ID_TAKEN", Some("comment_id")),
    ] {
        assert_eq!((refusal.reason, refusal.field), (reason, field));
    }
}

fn members() -> Members {
    Members { voices: names(["a", "b", "c"]), others: names(["auditor"]) }
}

fn names<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

fn told() -> Scenario<Update> {
    given::<Update, _>([posted(["b", "c"])])
}

fn post() -> PostUpdate {
    PostUpdate {
        partnership_id: "partnership".into(),
        update_id: "update".into(),
        what: "Rates fall".into(),
        about: Thing::Offer.into(),
        about_id: "offer".into(),
        ..Default::default()
    }
}

fn posted<const N: usize>(affects: [&str; N]) -> UpdatePosted {
    UpdatePosted {
        partnership_id: "partnership".into(),
        update_id: "update".into(),
        posted_by: "a".into(),
        what: String::new(),
        affects: names(affects),
        about: Thing::Offer.into(),
        about_id: "offer".into(),
        acknowledge_by: Some(moment::on_wire(context().now + SignedDuration::from_hours(7 * 24))),
        sealed: sealed("a", "Rates fall"),
    }
}

fn acknowledge() -> AcknowledgeUpdate {
    AcknowledgeUpdate { partnership_id: "partnership".into(), update_id: "update".into(), ..Default::default() }
}

fn acknowledged(by: &str) -> UpdateAcknowledged {
    UpdateAcknowledged { partnership_id: "partnership".into(), update_id: "update".into(), partner_id: by.into() }
}

fn comment(text: &str) -> PostComment {
    PostComment {
        partnership_id: "partnership".into(),
        comment_id: "comment".into(),
        about: Thing::Goal.into(),
        about_id: "goal".into(),
        text: text.into(),
        ..Default::default()
    }
}

fn commented(by: &str, text: &str) -> CommentPosted {
    CommentPosted {
        partnership_id: "partnership".into(),
        comment_id: "comment".into(),
        posted_by: by.into(),
        about: Thing::Goal.into(),
        about_id: "goal".into(),
        text: String::new(),
        sealed: sealed(by, text),
    }
}
