//! What no limit can say: things that do not exist, do not fit together, or are not the caller's to do.

use contract::{
    evaluation::{ReportMeasurement, VerifyMeasurement},
    goals::{CloseGoal, GetGoal, Outcome, PlanActivity, ProposeGoal, Target, TargetPart, TargetPeriod, TargetShare},
    partners::{
        AcceptInvitation, Choice, FormPartnership, Founder, GetPartner, InvitePartner, MemberRole, OpenProposal,
        PartnerKind, RegisterPartner, TakePosition,
    },
    resources::{ConfirmTransaction, GetOffer, OfferResource, RecordTransaction},
};
use prost::{Message, Name};
use tests::{Stranger, fields, id, reason, said, told};
use tonic::Code::{self, AlreadyExists, FailedPrecondition, InvalidArgument, NotFound, PermissionDenied};

use crate::orders::{Ground, fresh, partner_id};

#[derive(Clone)]
struct Case {
    what: &'static str,
    by: Stranger,
    path: String,
    request: Vec<u8>,
    code: Code,
    reason: &'static str,
    /// Empty: it is about no single field.
    field: &'static str,
}

fn case<C: Message + Name>(
    what: &'static str,
    by: Stranger,
    request: C,
    (code, reason, field): (Code, &'static str, &'static str),
) -> Case {
    let path = contract::rules().rpc(&C::full_name()).unwrap().path.clone();
    Case { what, by, path, request: request.encode_to_vec(), code, reason, field }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_by_its_reason_and_field_and_validate_only_says_the_same() {
    let mut ground = Ground::new().await;
    ground.by("lender").call::<_, contract::common::Receipt>(&ground.indicator()).await.unwrap();
    let numbers = ground.settle().await;
    let cases = [partners(&ground), goals(&ground), resources(&ground), evaluation(&ground), queries(&ground)].concat();
    for Case { what, by, path, request, code, reason: expected, field } in cases {
        let refused = by.send(&path, request.clone()).await.expect_err(what);
        assert_eq!((refused.code(), reason(&refused).as_str()), (code, expected), "{what}: {refused}");
        let named = fields(&refused).pop().or(told(&refused, "field")).unwrap_or_default();
        assert_eq!(named, field, "{what}: {}", refused.message());
        if path.contains("Commands/") {
            // Field 2, set.
            let validated = by.send(&path, [request, vec![0x10, 1]].concat()).await.expect_err(what);
            assert_eq!(said(&validated), said(&refused), "{what}");
        }
    }
    assert_eq!(ground.settle().await, numbers, "nothing was appended");
    ground.end().await;
}

const NO_SUCH: &str = "REASON_NOT_FOUND";
const INVALID: &str = "REASON_INVALID_FIELD";

fn partners(ground: &Ground) -> Vec<Case> {
    let partnership_id = || ground.partnership.clone();
    let newcomer = RegisterPartner {
        partner_id: fresh(),
        name: "Newcomer".into(),
        kind: PartnerKind::Ngo.into(),
        country: "KE".into(),
        ..Default::default()
    };
    let form = FormPartnership {
        title: "Another".into(),
        currency: "KES".into(),
        founders: ["lender", "trainer"].map(founder).to_vec(),
        ..Default::default()
    };
    let invite = InvitePartner {
        partnership_id: partnership_id(),
        partner_id: fresh(),
        roles: vec![MemberRole::Funding.into()],
        ..Default::default()
    };
    let accept = AcceptInvitation { partnership_id: partnership_id(), charter_version: 2, ..Default::default() };
    let wrong_currency = FormPartnership { currency: "ZZZ".into(), ..form.clone() };
    let unknown = FormPartnership { founders: vec![founder("lender"), founder("nobody")], ..form.clone() };
    let twice = FormPartnership { founders: ["lender", "lender"].map(founder).to_vec(), ..form.clone() };
    let others = FormPartnership { founders: ["trainer", "funder"].map(founder).to_vec(), ..form };
    let elsewhere = RegisterPartner { country: "ZZ".into(), ..newcomer.clone() };
    let object = TakePosition { choice: Choice::Object.into(), ..ground.position(&fresh()) };
    let (lender, auditor) = (|| ground.by("lender"), || ground.by("auditor"));
    vec![
        case("no such country", ground.operator(), elsewhere, (InvalidArgument, INVALID, "country")),
        case("another's name", lender(), newcomer, (PermissionDenied, "REASON_PERMISSION_DENIED", "partner_id")),
        case("no such currency", lender(), wrong_currency, (InvalidArgument, INVALID, "currency")),
        case("unknown founder", lender(), unknown, (NotFound, NO_SUCH, "founders")),
        case("founder named twice", lender(), twice, (InvalidArgument, INVALID, "founders")),
        case("for others", lender(), others, (PermissionDenied, "REASON_FOUNDER_MISSING", "founders")),
        case("unknown invitee", lender(), invite, (NotFound, NO_SUCH, "partner_id")),
        case("another charter", lender(), accept, (FailedPrecondition, "REASON_CHARTER_VERSION", "charter_version")),
        case("no such proposal", lender(), ground.position(&fresh()), (NotFound, NO_SUCH, "proposal_id")),
        case("objection without reason", lender(), object, (InvalidArgument, INVALID, "reason")),
        case("no voice", auditor(), ground.motion(), (PermissionDenied, "REASON_PERMISSION_DENIED", "")),
        case(
            "a service's motion",
            lender(),
            OpenProposal { matter: 4, ..ground.motion() },
            (PermissionDenied, "REASON_NOT_FOR_CALLERS", "matter"),
        ),
    ]
}

fn founder(partner: &str) -> Founder {
    Founder { partner_id: partner_id(partner), roles: vec![MemberRole::Implementing.into()] }
}

fn goals(ground: &Ground) -> Vec<Case> {
    let lender = || ground.by("lender");
    let with = |target: Target| ProposeGoal { targets: vec![target], ..ground.goal() };
    let close = CloseGoal {
        partnership_id: ground.partnership.clone(),
        goal_id: fresh(),
        outcome: Outcome::Dropped.into(),
        why: "too dear".into(),
        ..Default::default()
    };
    let orphan = ProposeGoal { parent_goal_id: fresh(), ..ground.goal() };
    let backwards = with(Target { due_on: "2025-12-31".into(), ..ground.target() });
    let past = with(Target { starts_on: "2020-01-01".into(), due_on: "2020-12-31".into(), ..ground.target() });
    let reached = with(Target { value: "1000".into(), ..ground.target() });
    let floating = with(Target { baseline: String::new(), ..ground.target() });
    let period = |ends_on: &str, value: &str| TargetPeriod { ends_on: ends_on.into(), value: value.into() };
    let too_late = with(Target { periods: vec![period("2100-01-01", "2000")], ..ground.target() });
    let away = with(Target { periods: vec![period("2027-01-01", "900")], ..ground.target() });
    let share = || TargetShare { partner_id: partner_id("lender"), value: "1".into() };
    let shared_twice = with(Target { shares: vec![share(), share()], ..ground.target() });
    let women = || TargetPart { dimension: "sex".into(), value_name: "women".into(), value: "1".into() };
    let parted_twice = with(Target { parts: vec![women(), women()], ..ground.target() });
    let twice = ProposeGoal { targets: vec![ground.target(), ground.target()], ..ground.goal() };
    let sourced = ProposeGoal { source: "a file".into(), ..ground.goal() };
    let activity = PlanActivity { starts_on: "2026-02-02".into(), ends_on: "2026-02-01".into(), ..ground.activity() };
    vec![
        case("no such goal", lender(), close, (NotFound, NO_SUCH, "goal_id")),
        case("no such parent", lender(), orphan, (NotFound, "REASON_GOAL_PARENT", "parent_goal_id")),
        case("due before it starts", lender(), backwards, (InvalidArgument, INVALID, "targets.due_on")),
        case("due in the past", lender(), past, (InvalidArgument, INVALID, "targets.due_on")),
        case(
            "nothing to reach",
            lender(),
            reached,
            (InvalidArgument, "REASON_TARGET_EQUALS_BASELINE", "targets.value"),
        ),
        case("no baseline", lender(), floating, (InvalidArgument, INVALID, "targets.baseline")),
        case("a period after the due date", lender(), too_late, (InvalidArgument, INVALID, "targets.periods.ends_on")),
        case("a period that leads away", lender(), away, (InvalidArgument, INVALID, "targets.periods.value")),
        case(
            "a partner's share twice",
            lender(),
            shared_twice,
            (InvalidArgument, INVALID, "targets.shares.partner_id"),
        ),
        case("the same part twice", lender(), parted_twice, (InvalidArgument, INVALID, "targets.parts.value_name")),
        case("the same target twice", lender(), twice, (InvalidArgument, INVALID, "targets.target_id")),
        case("a source", lender(), sourced, (PermissionDenied, "REASON_SOURCE_IS_THE_OPERATORS", "source")),
        case("ends before it starts", lender(), activity, (InvalidArgument, INVALID, "ends_on")),
        case("towards no goal", lender(), ground.activity(), (NotFound, NO_SUCH, "goal_id")),
    ]
}

fn resources(ground: &Ground) -> Vec<Case> {
    let (funder, lender) = (|| ground.by("funder"), || ground.by("lender"));
    let transaction = || ground.transaction();
    let negative = RecordTransaction { amount_minor: -1, ..transaction() };
    let nothing = RecordTransaction { amount_minor: 0, ..transaction() };
    let wrong_currency = RecordTransaction { currency: "ZZZ".into(), ..transaction() };
    let tomorrow = RecordTransaction { transacted_on: "2099-01-01".into(), ..transaction() };
    let outsider = RecordTransaction { receiver_partner_id: fresh(), ..transaction() };
    let verifier = RecordTransaction { receiver_partner_id: partner_id("auditor"), ..transaction() };
    let itself = RecordTransaction { receiver_partner_id: partner_id("funder"), ..transaction() };
    let no_activity = RecordTransaction { activity_id: fresh(), ..transaction() };
    let sourced = RecordTransaction { source: "a file".into(), ..transaction() };
    let (partnership_id, transaction_id) = (ground.partnership.clone(), fresh());
    let confirm = ConfirmTransaction { partnership_id, transaction_id, ..Default::default() };
    let backwards = OfferResource { available_until: "2026-01-31".into(), ..ground.offer() };
    let nothing_offered = OfferResource { quantity: "0".into(), ..ground.offer() };
    let less_than_nothing = OfferResource { quantity: "-1".into(), ..ground.offer() };
    let priceless = OfferResource { value_minor: 100, ..ground.offer() };
    let not_a_member = (FailedPrecondition, "REASON_NOT_A_MEMBER", "receiver_partner_id");
    vec![
        case("negative money", funder(), negative, (InvalidArgument, INVALID, "amount_minor")),
        case("no money", funder(), nothing, (InvalidArgument, INVALID, "amount_minor")),
        case("no such currency", funder(), wrong_currency, (InvalidArgument, INVALID, "currency")),
        case("in the future", funder(), tomorrow, (InvalidArgument, INVALID, "transacted_on")),
        case("to no member", funder(), outsider, not_a_member),
        case("to one without a voice", funder(), verifier, not_a_member),
        case("to itself", funder(), itself, (InvalidArgument, "REASON_SAME_PARTNER", "receiver_partner_id")),
        case("between others", ground.by("trainer"), transaction(), (PermissionDenied, "REASON_NOT_A_PARTY", "")),
        case("for no activity", funder(), no_activity, (NotFound, NO_SUCH, "activity_id")),
        case("a source", funder(), sourced, (PermissionDenied, "REASON_SOURCE_IS_THE_OPERATORS", "source")),
        case("no such transaction", lender(), confirm, (NotFound, NO_SUCH, "transaction_id")),
        case("ends before it starts", lender(), backwards, (InvalidArgument, INVALID, "available_until")),
        case("nothing", lender(), nothing_offered, (InvalidArgument, INVALID, "quantity")),
        case("less than nothing", lender(), less_than_nothing, (InvalidArgument, INVALID, "quantity")),
        case("a value in no currency", lender(), priceless, (InvalidArgument, INVALID, "currency")),
    ]
}

fn evaluation(ground: &Ground) -> Vec<Case> {
    let lender = || ground.by("lender");
    let report = || ground.report();
    let verify = VerifyMeasurement {
        partnership_id: ground.partnership.clone(),
        measurement_id: fresh(),
        basis: 1,
        ..Default::default()
    };
    let backwards = ReportMeasurement { period_end: "2025-12-31".into(), ..report() };
    let future = ReportMeasurement { period_end: "2099-12-31".into(), ..report() };
    let unknown = ReportMeasurement { indicator_id: fresh(), ..report() };
    let ratio = ReportMeasurement { value: String::new(), numerator: "1".into(), denominator: "2".into(), ..report() };
    let sourced = ReportMeasurement { source: "a file".into(), ..report() };
    let again = contract::evaluation::DefineIndicator { title: "Other".into(), ..ground.indicator() };
    vec![
        case("ends before it starts", lender(), backwards, (InvalidArgument, INVALID, "period_end")),
        case("not over yet", lender(), future, (InvalidArgument, INVALID, "period_end")),
        case("no such indicator", lender(), unknown, (NotFound, NO_SUCH, "indicator_id")),
        case("another kind of value", lender(), ratio, (InvalidArgument, "REASON_VALUE_KIND", "value")),
        case("a source", lender(), sourced, (PermissionDenied, "REASON_SOURCE_IS_THE_OPERATORS", "source")),
        case("another under the same id", lender(), again, (AlreadyExists, "REASON_ID_TAKEN", "indicator_id")),
        case("no such measurement", ground.by("auditor"), verify, (NotFound, NO_SUCH, "measurement_id")),
    ]
}

fn queries(ground: &Ground) -> Vec<Case> {
    let (as_of, partnership_id) = (vec![], ground.partnership.clone());
    let goal = GetGoal { as_of: vec![], partnership_id: partnership_id.clone(), goal_id: id("nothing") };
    let offer = GetOffer { as_of: vec![], partnership_id, offer_id: id("nothing") };
    let partner = GetPartner { as_of, partner_id: id("nothing") };
    vec![
        case("no such goal", ground.by("lender"), goal, (NotFound, NO_SUCH, "goal_id")),
        case("no such offer", ground.by("auditor"), offer, (NotFound, NO_SUCH, "offer_id")),
        case("no such partner", ground.operator(), partner, (NotFound, NO_SUCH, "partner_id")),
    ]
}
