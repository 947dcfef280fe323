//! The contract's own promises: everything is said, limited, named alike and permitted, and nothing published ever changes.

mod history;

use std::collections::BTreeSet;

use contract::{
    common::{Reason, Role},
    pool, rules,
};
use prost_reflect::{Cardinality, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind, MessageDescriptor};
use tests::{all_rpcs, golden, path, rpcs};

/// What options say; never sent, so without limits.
const OPTIONS: [&str; 2] = ["accord.common.v1.Permission", "accord.common.v1.Limits"];
const SERVICES: [&str; 4] = ["partners", "goals", "resources", "evaluation"];
/// Past tenses that do not end in -ed, and what may stand behind one or for one: handed over, written off, overdue.
const IRREGULAR: [&str; 14] = [
    "Taken",
    "Lost",
    "Met",
    "Given",
    "Held",
    "Withdrawn",
    "Sent",
    "Kept",
    "Left",
    "Made",
    "Begun",
    "Over",
    "Overdue",
    "Off",
];
/// The same as an order and as a fact.
const UNCHANGED: [&str; 1] = ["Set"];
/// Commands whose effect has another name.
const NAMED_OTHERWISE: [(&str, &str); 14] = [
    ("CloseProposal", "ProposalAdopted"),
    ("CloseRound", "FeedbackReleased"),
    ("RespondToFeedback", "FeedbackResponded"),
    ("AgreeChange", "ReviewChangeAgreed"),
    ("LeavePartnership", "LeaveAnnounced"),
    ("CompleteExit", "MemberLeft"),
    ("ConfirmResolved", "ConcernResolved"),
    ("CloseUnresolved", "ConcernClosedUnresolved"),
    ("ReserveOnGoal", "ReservationStated"),
    ("AgreeRenegotiation", "UndertakingRenegotiated"),
    ("TakeOverUndertaking", "UndertakingHandedOver"),
    ("HandOverActivity", "ActivityOffered"),
    ("TakeOverActivity", "ActivityHandedOver"),
    ("WriteOffReturn", "ReturnWrittenOff"),
];

#[test]
fn everything_has_a_comment() {
    let mut silent = Vec::new();
    for message in messages() {
        note(&mut silent, &message.parent_file(), message.path(), message.full_name());
        for field in message.fields() {
            note(&mut silent, &message.parent_file(), field.path(), field.full_name());
        }
    }
    for described in enums() {
        note(&mut silent, &described.parent_file(), described.path(), described.full_name());
        for value in described.values() {
            note(&mut silent, &described.parent_file(), value.path(), value.full_name());
        }
    }
    for rpc in all_rpcs() {
        let service = rpc.parent_service();
        note(&mut silent, &service.parent_file(), service.path(), service.full_name());
        note(&mut silent, &service.parent_file(), rpc.path(), rpc.full_name());
    }
    assert!(silent.is_empty(), "these say nothing of themselves: {silent:#?}");
}

#[test]
fn every_text_and_every_list_has_a_limit() {
    for message in messages().filter(|it| !OPTIONS.contains(&it.full_name())) {
        let rules = rules().message(message.full_name()).unwrap();
        for (field, rule) in message.fields().zip(&rules.fields) {
            let is_text = matches!(field.kind(), Kind::String | Kind::Bytes);
            assert!(!is_text || 0 < rule.limits.max_bytes, "{} has no max_bytes", field.full_name());
            assert!(!field.is_list() || 0 < rule.limits.max_items, "{} has no max_items", field.full_name());
            assert!(!field.is_map(), "{} is a map, which has no order to encode it in", field.full_name());
        }
    }
}

#[test]
fn enum_values_carry_the_name_of_their_enum_and_zero_is_unspecified() {
    for described in enums() {
        let prefix = screaming(described.name());
        for value in described.values() {
            assert!(value.name().starts_with(&format!("{prefix}_")), "{} lacks {prefix}_", value.full_name());
        }
        let zero = described.get_value(0).map(|it| it.name().to_owned());
        assert_eq!(zero, Some(format!("{prefix}_UNSPECIFIED")), "{}", described.full_name());
    }
}

#[test]
fn every_rpc_has_a_permission() {
    for rpc in rpcs() {
        let rule = rules().rpc(rpc.input().full_name()).unwrap();
        assert_eq!(rule.path, path(&rpc), "a request belongs to one rpc");
        assert_ne!(rule.permission.role(), Role::Unspecified, "{} has no permission", path(&rpc));
        let takes_partnership = rpc.input().get_field_by_name("partnership_id").is_some();
        assert!(rule.permission.standing.is_empty() || takes_partnership, "{}: standing in what?", path(&rpc));
    }
}

#[test]
fn a_stream_of_commands_allows_what_each_of_them_does() {
    let streams: Vec<_> = all_rpcs().into_iter().filter(|it| it.is_client_streaming()).collect();
    assert_eq!(streams.iter().map(|it| it.name()).collect::<Vec<_>>(), ["ImportMeasurements"]);
    for stream in streams {
        let fields: Vec<_> = stream.input().fields().collect();
        assert_eq!(fields[0].name(), "as_of", "{}", path(&stream));
        let Kind::Message(command) = fields[1].kind() else { panic!("{} holds no commands", path(&stream)) };
        let [of_all, of_one] =
            [stream.input().full_name(), command.full_name()].map(|it| rules().rpc(it).unwrap().permission.clone());
        assert_eq!(of_all, of_one, "{}", path(&stream));
    }
}

#[test]
fn commands_are_orders_named_like_their_rpc() {
    let commands = rpcs().into_iter().filter(|it| it.parent_service().name().ends_with("Commands"));
    for rpc in commands {
        let request = rpc.input();
        assert_eq!(request.name(), rpc.name());
        assert_eq!(rpc.output().full_name(), "accord.common.v1.Receipt");
        let first = words(request.name()).remove(0);
        assert!(!is_past(&first) && !first.ends_with("ing"), "{} is no order", request.name());
        assert_eq!(
            request.get_field(1).map(|it| it.name().to_owned()).as_deref(),
            Some("command_id"),
            "{}",
            rpc.name()
        );
        assert_eq!(request.get_field(2).map(|it| it.name().to_owned()).as_deref(), Some("validate_only"));
        assert!(has_event(rpc.name(), &events(rpc.parent_service().package_name())), "{} leads to nothing", rpc.name());
    }
}

#[test]
fn requests_say_what_they_have_seen_in_one_way() {
    for rpc in rpcs().into_iter().filter(|it| it.parent_service().name().ends_with("Queries")) {
        for message in [rpc.input(), rpc.output()] {
            let first = message.get_field(1).unwrap();
            assert_eq!((first.name(), first.is_list()), ("as_of", true), "{}", message.full_name());
        }
    }
}

#[test]
fn events_are_in_the_past_and_each_has_a_message_of_its_own() {
    let mut used = BTreeSet::new();
    for service in SERVICES {
        for case in events(&format!("accord.{service}.v1")) {
            let Kind::Message(message) = case.kind() else { panic!("{} is no message", case.full_name()) };
            let words = words(message.name());
            let last = words.last().unwrap();
            let has_happened = is_past(last) || UNCHANGED.contains(&last.as_str());
            assert!(has_happened, "{} has not happened", message.name());
            assert_eq!(screaming(message.name()).to_lowercase(), case.name());
            assert!(used.insert(message.full_name().to_owned()), "{} is shared", message.name());
        }
    }
    assert!(25 < used.len(), "only {} events were found", used.len());
}

#[test]
fn reported_measurements_are_the_only_bulk_facts() {
    let marked: Vec<_> = SERVICES
        .into_iter()
        .flat_map(|service| events(&format!("accord.{service}.v1")).into_iter().map(move |case| (service, case)))
        .filter(|(service, case)| rules().is_bulk(service, case.number()))
        .map(|(_, case)| case.full_name().to_owned())
        .collect();
    assert_eq!(marked, ["accord.evaluation.v1.Event.measurement_reported"], "the runtime knows it by its case");
}

#[test]
fn every_reason_that_is_written_out_exists() {
    let invalid = kernel::Refusal::invalid(&kernel::Invalid::new("field", "is wrong"));
    for refusal in [invalid, kernel::Refusal::not_found("field")] {
        assert!(Reason::from_str_name(refusal.reason).is_some(), "{}", refusal.reason);
    }
}

#[test]
fn nothing_published_is_removed_renumbered_or_retyped() {
    golden::only_more("contract.txt", &listing());
}

/// One line a promise.
fn listing() -> Vec<String> {
    let mut lines = BTreeSet::new();
    for message in messages() {
        lines.extend(message.fields().map(|it| field_line(&it)));
    }
    for described in enums() {
        lines.extend(
            described.values().map(|it| format!("enum {}.{} = {}", described.full_name(), it.name(), it.number())),
        );
    }
    for rpc in all_rpcs() {
        let stream = |is| if is { "stream " } else { "" };
        let (input, output) = (rpc.input(), rpc.output());
        lines.insert(format!(
            "rpc {}({}{}) returns {}{}",
            path(&rpc),
            stream(rpc.is_client_streaming()),
            input.full_name(),
            stream(rpc.is_server_streaming()),
            output.full_name()
        ));
    }
    lines.into_iter().collect()
}

fn field_line(field: &FieldDescriptor) -> String {
    let label = match field.cardinality() {
        Cardinality::Repeated => "repeated ",
        _ if field.field_descriptor_proto().proto3_optional() => "optional ",
        _ => "",
    };
    let parent = field.parent_message();
    let oneof = field.containing_oneof().filter(|_| !field.field_descriptor_proto().proto3_optional());
    let oneof = oneof.map(|it| format!(" of {}", it.name())).unwrap_or_default();
    let service = parent.package_name().split('.').nth(1).unwrap_or_default().to_owned();
    let bulk = if parent.name() == "Event" && rules().is_bulk(&service, field.number()) { " bulk" } else { "" };
    format!("message {} = {} {label}{}{oneof}{bulk}", field.full_name(), field.number(), kind(&field.kind()))
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Message(it) => it.full_name().to_owned(),
        Kind::Enum(it) => it.full_name().to_owned(),
        scalar => format!("{scalar:?}").to_lowercase(),
    }
}

fn messages() -> impl Iterator<Item = MessageDescriptor> {
    pool().all_messages().filter(|it| it.package_name().starts_with("accord."))
}

fn enums() -> impl Iterator<Item = EnumDescriptor> {
    pool().all_enums().filter(|it| it.package_name().starts_with("accord."))
}

/// The cases of the package's Event.
fn events(package: &str) -> Vec<FieldDescriptor> {
    pool().get_message_by_name(&format!("{package}.Event")).unwrap().fields().collect()
}

fn note(silent: &mut Vec<String>, file: &FileDescriptor, place: &[i32], name: &str) {
    let info = file.file_descriptor_proto().source_code_info.as_ref().expect("the build keeps comments");
    let said = info.location.iter().filter(|it| it.path == place).any(|it| !it.leading_comments().trim().is_empty());
    if !said {
        silent.push(name.to_owned());
    }
}

/// The same words: ProposeGoal and GoalProposed.
fn has_event(command: &str, events: &[FieldDescriptor]) -> bool {
    let mut order = words(command);
    let verb = order.remove(0);
    let otherwise = NAMED_OTHERWISE.iter().find(|(it, _)| *it == command).map(|(_, event)| *event);
    events.iter().filter_map(|it| it.kind().as_message().map(|it| it.name().to_owned())).any(|event| {
        let mut fact = words(&event);
        let past = fact.pop().unwrap_or_default();
        otherwise == Some(event.as_str()) || fact == order && past.starts_with(&verb[..2])
    })
}

fn is_past(word: &str) -> bool {
    word.ends_with("ed") || IRREGULAR.contains(&word)
}

/// GoalProposed → Goal, Proposed
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    words
}

/// PartnerKind → PARTNER_KIND
fn screaming(name: &str) -> String {
    words(name).join("_").to_uppercase()
}
