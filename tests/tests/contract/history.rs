//! Every event as it was ever written still decodes to the same: one envelope a kind, kept as bytes and as JSON.

use contract::{log::Envelope, pool};
use prost::Message;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage, SerializeOptions, Value,
};
use tests::golden;

const GOLDEN: &str = "events.txt";

#[test]
fn every_event_ever_written_still_decodes_to_the_same() {
    for (place, line) in golden::read(GOLDEN).lines().enumerate() {
        let [kind, bytes, json] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("line {} is torn", place + 1)
        };
        let bytes = unhex(bytes);
        let envelope = DynamicMessage::decode(descriptor(), &bytes[..]).unwrap();
        assert_eq!(in_json(&envelope), json, "{kind} reads otherwise now");
        assert_eq!(Envelope::decode(&bytes[..]).unwrap().encode_to_vec(), bytes, "{kind} is stored byte for byte");
    }
}

#[test]
fn every_kind_of_event_is_kept_as_bytes() {
    let now: Vec<_> = filled().into_iter().map(|(kind, it)| line(&kind, &it)).collect();
    let golden = golden::read(GOLDEN);
    // What an event was stays beside what it has become.
    let mut all: Vec<_> = golden.lines().map(str::to_owned).collect();
    all.extend(now.into_iter().filter(|it| !golden.lines().any(|line| line == it)));
    golden::only_more(GOLDEN, &all);
}

fn line(kind: &str, envelope: &DynamicMessage) -> String {
    let bytes = envelope.encode_to_vec();
    let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    format!("{kind}\t{hex}\t{}", in_json(envelope))
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.bytes().collect();
    digits.chunks(2).map(|it| u8::from_str_radix(std::str::from_utf8(it).unwrap(), 16).unwrap()).collect()
}

fn in_json(message: &DynamicMessage) -> String {
    let mut json = serde_json::Serializer::new(Vec::new());
    message.serialize_with_options(&mut json, &SerializeOptions::new().use_proto_field_name(true)).unwrap();
    String::from_utf8(json.into_inner()).unwrap()
}

fn descriptor() -> MessageDescriptor {
    pool().get_message_by_name("accord.log.v1.Envelope").unwrap()
}

/// An envelope for each kind of fact, every field of it set.
fn filled() -> Vec<(String, DynamicMessage)> {
    let facts = descriptor().oneofs().find(|it| it.name() == "fact").unwrap().fields().collect::<Vec<_>>();
    facts.iter().flat_map(|fact| contents(fact).into_iter().map(|it| enveloped(fact, it))).collect()
}

fn enveloped(fact: &FieldDescriptor, content: DynamicMessage) -> (String, DynamicMessage) {
    let chosen = content.fields().next().filter(|_| content.descriptor().name() == "Event").map(|(case, _)| case);
    let kind = chosen.map_or(fact.name().to_owned(), |case| format!("{}.{}", fact.name(), case.name()));
    let mut envelope = full(&descriptor());
    envelope.set_field(fact, Value::Message(content));
    (kind, envelope)
}

/// One for each case of an Event; the message itself where it has none.
fn contents(fact: &FieldDescriptor) -> Vec<DynamicMessage> {
    let Kind::Message(message) = fact.kind() else { panic!("{} is no message", fact.name()) };
    if message.name() != "Event" {
        return vec![full(&message)];
    }
    let one = |case: FieldDescriptor| {
        let mut event = DynamicMessage::new(message.clone());
        event.set_field(&case, sample(&case));
        event
    };
    message.fields().map(one).collect()
}

/// Every field set but the cases of a oneof.
fn full(message: &MessageDescriptor) -> DynamicMessage {
    let mut filled = DynamicMessage::new(message.clone());
    for field in message.fields().filter(|it| it.containing_oneof().is_none_or(|it| it.is_synthetic())) {
        let one = sample(&field);
        filled.set_field(&field, if field.is_list() { Value::List(vec![one]) } else { one });
    }
    filled
}

fn sample(field: &FieldDescriptor) -> Value {
    let number = field.number();
    match field.kind() {
        Kind::String => Value::String(field.name().to_owned()),
        Kind::Bytes => Value::Bytes(vec![number as u8].into()),
        Kind::Bool => Value::Bool(true),
        Kind::Int32 | Kind::Sint32 => Value::I32(number as i32),
        Kind::Int64 | Kind::Sint64 => Value::I64(i64::from(number)),
        Kind::Uint32 => Value::U32(number),
        Kind::Uint64 => Value::U64(u64::from(number)),
        Kind::Enum(_) => Value::EnumNumber(1),
        Kind::Message(inner) => Value::Message(full(&inner)),
        other => panic!("{} is a {other:?}, which the contract does not use", field.full_name()),
    }
}
