//! Who may do what: every rpc by every role in every standing, as a golden table and as a stranger meets it over gRPC.

use std::process::Command;

use contract::{
    common::{Role, Standing as Stands},
    log::{Envelope, envelope::Fact},
    partners::{
        Event, Founder, InvitationAccepted, MemberLeft, MemberRole, MemberSuspended, PartnerRegistered,
        PartnershipActivated, PartnershipFormed, Terms, event::Kind,
    },
    rules,
};
use prost_reflect::{DynamicMessage, MethodDescriptor, Value};
use runtime::{
    caller::{Caller, PARTNER, PERSON, ROLE},
    permission,
    standing::Standing,
};
use tempfile::TempDir;
use tests::{
    Stranger, World, accord_binary, all_rpcs, embedded, golden, id, path, reason, rpcs, said, violations::valid,
};
use tonic::Code;

const ROLES: [(&str, Role); 5] = [
    ("viewer", Role::Viewer),
    ("reporter", Role::Reporter),
    ("coordinator", Role::Coordinator),
    ("admin", Role::Admin),
    ("operator", Role::Operator),
];
const STANDINGS: [&str; 8] = ["none", "invited", "member", "verifier", "observer", "suspended", "former", "mediator"];

#[test]
fn every_rpc_allows_each_role_and_standing_what_the_table_says() {
    let standing = standing();
    assert_eq!(
        STANDINGS.map(|it| standing.of("partnership", it)),
        [
            Stands::Unspecified,
            Stands::Invited,
            Stands::Member,
            Stands::Verifier,
            Stands::Observer,
            Stands::Suspended,
            Stands::Former,
            Stands::Mediator,
        ]
    );
    let mut table = String::from("Standings that allow it, by role; all: whatever the standing.\n\n");
    for rpc in all_rpcs() {
        let cells = ROLES.map(|(name, role)| format!("  {name}: {}\n", allowed(&rpc, role, &standing)));
        table.push_str(&format!("{}\n{}", path(&rpc), cells.concat()));
    }
    golden::same("permissions.txt", &table);
}

fn allowed(rpc: &MethodDescriptor, role: Role, standing: &Standing) -> String {
    let may = |partner: &&str| {
        let partner = if role == Role::Operator { "" } else { partner };
        let caller = Caller { partner: partner.into(), person: String::new(), role, channel: "grpc".into() };
        permission::check(rpc.input().full_name(), &caller, "partnership", standing).is_ok()
    };
    let allowed: Vec<_> = STANDINGS.into_iter().filter(|it| may(it)).collect();
    match allowed.len() {
        0 => "-".into(),
        all if all == STANDINGS.len() => "all".into(),
        _ => allowed.join(" "),
    }
}

/// Registered partners, each in the standing of its name.
fn standing() -> Standing {
    let mut standing = Standing::default();
    let partnership_id = || "partnership".to_owned();
    let mut facts: Vec<Kind> = Vec::new();
    for partner in STANDINGS {
        facts.push(PartnerRegistered { partner_id: partner.into(), ..Default::default() }.into());
    }
    let founder = |partner: &str, role: MemberRole| Founder { partner_id: partner.into(), roles: vec![role.into()] };
    let founders = vec![
        founder("invited", MemberRole::Funding),
        founder("member", MemberRole::Implementing),
        founder("verifier", MemberRole::Verifier),
        founder("observer", MemberRole::Observer),
        founder("suspended", MemberRole::Implementing),
        founder("former", MemberRole::Implementing),
    ];
    let terms = Some(Terms { mediator_partner_id: "mediator".into(), ..Default::default() });
    facts.push(PartnershipFormed { partnership_id: partnership_id(), founders, terms, ..Default::default() }.into());
    for partner in ["member", "verifier", "observer", "suspended", "former"] {
        let (partner_id, charter_version) = (partner.to_owned(), 1);
        facts.push(InvitationAccepted { partnership_id: partnership_id(), partner_id, charter_version }.into());
    }
    facts.push(PartnershipActivated { partnership_id: partnership_id(), charter_version: 1 }.into());
    let (partnership_id, partner_id) = (partnership_id(), "suspended".into());
    facts.push(MemberSuspended { partnership_id: partnership_id.clone(), partner_id, ..Default::default() }.into());
    facts.push(MemberLeft { partnership_id, partner_id: "former".into(), ..Default::default() }.into());
    for kind in facts {
        standing.remember(&Envelope { fact: Some(Fact::Partners(Event { kind: Some(kind) })), ..Default::default() });
    }
    standing
}

#[tokio::test(flavor = "multi_thread")]
async fn without_standing_an_existing_partnership_looks_like_a_missing_one() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let world = World::new(&client);
    let story = world.partnership("theirs").await.unwrap();
    let other = world.partnership("ours").await.unwrap();
    let seen = other.auditor.get::<_, contract::partners::Partnership>(contract::partners::GetPartnership {
        as_of: vec![],
        partnership_id: other.partnership.clone(),
    });
    let seen = seen.await.unwrap().as_of;
    let stranger = Stranger::partner(&client, &id("ours/lender"), "admin").seeing(&seen);
    let numbers = world.numbers().await;
    let mut checked = 0;
    for rpc in rpcs().iter().filter(|it| !permission_of(it).standing.is_empty()) {
        let existing = stranger.call_dynamic(rpc, &about(rpc, &story.partnership)).await.expect_err(&path(rpc));
        let missing = stranger.call_dynamic(rpc, &about(rpc, &id("missing"))).await.expect_err(&path(rpc));
        assert_eq!(existing.code(), Code::PermissionDenied, "{}: {existing}", path(rpc));
        assert_eq!(reason(&existing), "REASON_PERMISSION_DENIED");
        assert_eq!(said(&existing), said(&missing), "{} tells them apart", path(rpc));
        checked += 1;
    }
    assert!(25 < checked, "only {checked} rpcs need standing");
    assert_eq!(world.numbers().await, numbers, "nothing was appended");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_knows_a_caller_that_does_not_say_who_it_is_in_the_one_right_way() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let nobody = || Stranger::at(&client);
    let partner = id("partner");
    let long = "p".repeat(65);
    let callers = [
        ("nobody", nobody()),
        ("no role", nobody().with(PARTNER, &partner)),
        ("two roles", nobody().with(PARTNER, &partner).with(ROLE, "viewer").with(ROLE, "admin")),
        ("the same role twice", nobody().with(ROLE, "operator").with(ROLE, "operator")),
        ("two partners", nobody().with(PARTNER, &partner).with(PARTNER, &id("other")).with(ROLE, "admin")),
        ("an unknown role", nobody().with(PARTNER, &partner).with(ROLE, "owner")),
        ("a role in capitals", nobody().with(PARTNER, &partner).with(ROLE, "ADMIN")),
        ("an operator with a partner", nobody().with(PARTNER, &partner).with(ROLE, "operator")),
        ("a role without a partner", nobody().with(ROLE, "admin")),
        ("no UUID", Stranger::partner(&client, "lender", "admin")),
        ("a UUID in capitals", Stranger::partner(&client, &partner.to_uppercase(), "admin")),
        ("a UUID without hyphens", Stranger::partner(&client, &partner.replace('-', ""), "admin")),
        ("a person too long", Stranger::operator(&client).with(PERSON, &long)),
        ("an unknown channel", Stranger::operator(&client).with("accord-channel", "reaction:goals")),
    ];
    for rpc in rpcs() {
        for (what, caller) in &callers {
            let refused = caller.call_dynamic(&rpc, &valid(&rpc.input())).await.expect_err(what);
            assert_eq!(refused.code(), Code::Unauthenticated, "{what}: {}: {refused}", path(&rpc));
            assert_eq!(reason(&refused), "REASON_UNAUTHENTICATED", "{what}");
        }
    }
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_is_not_registered_may_only_register() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let newcomer = Stranger::partner(&client, &id("partner_id"), "admin");
    for rpc in rpcs().into_iter().filter(|it| permission_of(it).role() < Role::Operator) {
        let mut request = valid(&rpc.input());
        if rpc.name() == "RegisterPartner" {
            request.set_field_by_name("partner_id", Value::String(id("partner_id")));
            request.set_field_by_name("validate_only", Value::Bool(true));
            newcomer.call_dynamic(&rpc, &request).await.unwrap();
            continue;
        }
        let refused = newcomer.call_dynamic(&rpc, &request).await.expect_err(&path(&rpc));
        assert_eq!(refused.code(), Code::PermissionDenied, "{}: {refused}", path(&rpc));
        assert_eq!(reason(&refused), "REASON_PARTNER_NOT_REGISTERED", "{}", path(&rpc));
    }
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_below_the_one_needed_is_denied() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let story = World::new(&client).partnership("roles").await.unwrap();
    for rpc in rpcs() {
        for (name, role) in ROLES.into_iter().filter(|(_, role)| *role < permission_of(&rpc).role()) {
            let caller = Stranger::partner(&client, &id("roles/lender"), name);
            let refused = caller.call_dynamic(&rpc, &about(&rpc, &story.partnership)).await.expect_err(name);
            assert_eq!(refused.code(), Code::PermissionDenied, "{role:?} {}: {refused}", path(&rpc));
            assert_eq!(reason(&refused), "REASON_PERMISSION_DENIED");
        }
    }
    host.stop().await.unwrap();
}

#[test]
fn a_server_that_takes_callers_at_their_word_listens_on_loopback_only() {
    for address in ["0.0.0.0:0", "[::]:0"] {
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("data");
        let started = Command::new(accord_binary())
            .args(["up", "--listen", address, "--data", &data.display().to_string()])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&started.stderr).into_owned();
        assert_eq!(started.status.code(), Some(2), "{said}");
        assert!(said.contains("is not a loopback address"), "{said}");
        assert!(!data.exists(), "it refuses before it touches the disk");
    }
}

fn permission_of(rpc: &MethodDescriptor) -> contract::common::Permission {
    rules().rpc(rpc.input().full_name()).unwrap().permission.clone()
}

/// The least request, about that partnership.
fn about(rpc: &MethodDescriptor, partnership: &str) -> DynamicMessage {
    let mut request = valid(&rpc.input());
    if rpc.input().get_field_by_name("partnership_id").is_some() {
        request.set_field_by_name("partnership_id", Value::String(partnership.into()));
    }
    request
}
