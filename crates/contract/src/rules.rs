//! Permissions, limits and bulk marks: what the contract's options say, as tables made once at start.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use crate::{
    common::{Format, Limits, Permission, Role},
    descriptors,
};

/// All tables of the contract.
pub struct Rules {
    messages: HashMap<String, MessageRules>,
    rpcs: HashMap<String, RpcRule>,
    bulk: HashMap<String, HashSet<u32>>,
}

/// What one message may hold.
#[derive(Debug, Clone, Default)]
pub struct MessageRules {
    pub fields: Vec<FieldRule>,
}

#[derive(Debug, Clone)]
pub struct FieldRule {
    pub number: u32,
    pub name: String,
    pub repeated: bool,
    pub kind: FieldKind,
    pub limits: Limits,
    pub format: Format,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    Text,
    Bytes,
    /// Signed, so that a zigzag or two's complement value is read rightly.
    Whole {
        zigzag: bool,
    },
    Flag,
    Enum(HashSet<i32>),
    /// The full name of the message.
    Message(String),
    Other,
}

#[derive(Debug, Clone)]
pub struct RpcRule {
    /// accord.goals.v1.GoalCommands/ProposeGoal
    pub path: String,
    /// The full name of the request message.
    pub request: String,
    pub permission: Permission,
    pub is_command: bool,
}

/// The contract leaves something open that a server must know.
#[derive(Debug, thiserror::Error)]
#[error("these rpcs have no permission in the contract: {0:?}")]
pub struct Incomplete(pub Vec<String>);

static RULES: LazyLock<Rules> = LazyLock::new(Rules::read);

pub fn rules() -> &'static Rules {
    &RULES
}

impl Rules {
    /// The rules of a message, by its full name.
    pub fn message(&self, full_name: &str) -> Option<&MessageRules> {
        self.messages.get(full_name)
    }

    /// How many items a list of a message may have at most.
    pub fn items_max(&self, full_name: &str, field: &str) -> Option<u32> {
        let rule = self.message(full_name)?.fields.iter().find(|it| it.name == field)?;
        Some(rule.limits.max_items)
    }

    /// The rule of the rpc that takes this request, by the request's full name.
    pub fn rpc(&self, request: &str) -> Option<&RpcRule> {
        self.rpcs.get(request)
    }

    pub fn rpcs(&self) -> impl Iterator<Item = &RpcRule> {
        self.rpcs.values()
    }

    /// Whether the case with this number of a service's Event is bulk.
    pub fn is_bulk(&self, service: &str, case: u32) -> bool {
        self.bulk.get(service).is_some_and(|it| it.contains(&case))
    }

    /// Whether the service has any bulk facts at all.
    pub fn has_bulk(&self, service: &str) -> bool {
        self.bulk.contains_key(service)
    }

    /// A server does not start with an rpc that nobody thought about.
    pub fn check(&self) -> Result<(), Incomplete> {
        let open: Vec<_> =
            self.rpcs().filter(|it| it.permission.role() == Role::Unspecified).map(|it| it.path.clone()).collect();
        if open.is_empty() { Ok(()) } else { Err(Incomplete(open)) }
    }

    fn read() -> Self {
        let options = Options(descriptors::read());
        let pool = &options.0;
        let ours = || pool.all_messages().filter(|it| it.package_name().starts_with("accord."));
        let messages = ours().map(|it| (it.full_name().to_owned(), options.message_rules(&it))).collect();
        let rpcs = pool
            .services()
            .filter(|it| it.package_name().starts_with("accord."))
            .flat_map(|service| service.methods().collect::<Vec<_>>())
            .map(|method| {
                let request = method.input().full_name().to_owned();
                let rule = RpcRule {
                    path: format!("{}/{}", method.parent_service().full_name(), method.name()),
                    permission: options.of(&method.options(), "accord.common.v1.permission").unwrap_or_default(),
                    is_command: method.output().full_name() == "accord.common.v1.Receipt",
                    request: request.clone(),
                };
                (request, rule)
            })
            .collect();
        let mut bulk = HashMap::<_, HashSet<_>>::new();
        let events = ours().filter(|it| it.name() == "Event").flat_map(|it| it.fields().collect::<Vec<_>>());
        for case in events.filter(|it| options.is_bulk(it)) {
            bulk.entry(service_of(case.parent_message().package_name())).or_default().insert(case.number());
        }
        Rules { messages, rpcs, bulk }
    }
}

/// accord.goals.v1 → goals
fn service_of(package: &str) -> String {
    package.split('.').nth(1).unwrap_or_default().to_owned()
}

/// The contract's own options, as its descriptors tell them.
struct Options(DescriptorPool);

impl Options {
    fn message_rules(&self, message: &MessageDescriptor) -> MessageRules {
        MessageRules { fields: message.fields().map(|it| self.field_rule(&it)).collect() }
    }

    fn field_rule(&self, field: &FieldDescriptor) -> FieldRule {
        let limits: Limits = self.of(&field.options(), "accord.common.v1.limits").unwrap_or_default();
        let kind = match field.kind() {
            Kind::String => FieldKind::Text,
            Kind::Bytes => FieldKind::Bytes,
            Kind::Bool => FieldKind::Flag,
            Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Uint64 => FieldKind::Whole { zigzag: false },
            Kind::Sint32 | Kind::Sint64 => FieldKind::Whole { zigzag: true },
            Kind::Enum(it) => FieldKind::Enum(it.values().map(|value| value.number()).collect()),
            Kind::Message(it) => FieldKind::Message(it.full_name().to_owned()),
            _ => FieldKind::Other,
        };
        FieldRule {
            number: field.number(),
            name: field.name().to_owned(),
            repeated: field.is_list(),
            kind,
            format: limits.format(),
            limits,
        }
    }

    fn is_bulk(&self, field: &FieldDescriptor) -> bool {
        let Some(extension) = self.0.get_extension_by_name("accord.common.v1.bulk") else { return false };
        field.options().get_extension(&extension).as_bool().unwrap_or(false)
    }

    fn of<M: prost::Message + Default>(&self, options: &DynamicMessage, name: &str) -> Option<M> {
        let extension = self.0.get_extension_by_name(name)?;
        match options.get_extension(&extension).as_ref() {
            Value::Message(message) if options.has_extension(&extension) => message.transcode_to().ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_reports_an_import_holds_is_told_by_its_list() {
        let most = |message, field| rules().items_max(message, field);
        assert_eq!(most("accord.evaluation.v1.ImportMeasurements", "measurements"), Some(500));
        assert_eq!(most("accord.evaluation.v1.ImportMeasurements", "no such list"), None);
        assert_eq!(most("accord.evaluation.v1.NoSuchMessage", "measurements"), None);
    }
}
