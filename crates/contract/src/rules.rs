//! Permissions, limits and bulk marks: what the contract's options say, read by the build and made tables at the start.

mod table;

use std::sync::LazyLock;

// Looked up for every call, and by names that are the contract's own: nobody can choose keys that collide.
use hashbrown::{HashMap, HashSet};
use prost::Message;

use self::table::{BulkRow, FieldRow, Kind, MessageRow, RpcRow, Table};
use crate::common::{Format, Limits, Permission, Role};

const TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.binpb"));

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
    /// Its numbers.
    Enum(Vec<i32>),
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
        let table = Table::decode(TABLE).expect("the build encoded it itself");
        let message =
            |it: MessageRow| (it.full_name, MessageRules { fields: it.fields.into_iter().map(field).collect() });
        let mut bulk = HashMap::<_, HashSet<_>>::new();
        for BulkRow { service, case } in table.bulk {
            bulk.entry(service).or_default().insert(case);
        }
        Rules {
            messages: table.messages.into_iter().map(message).collect(),
            rpcs: table.rpcs.into_iter().map(|it| (it.request.clone(), rpc(it))).collect(),
            bulk,
        }
    }
}

fn field(row: FieldRow) -> FieldRule {
    let kind = match row.kind() {
        Kind::Other => FieldKind::Other,
        Kind::Text => FieldKind::Text,
        Kind::Bytes => FieldKind::Bytes,
        Kind::Flag => FieldKind::Flag,
        Kind::Whole => FieldKind::Whole { zigzag: false },
        Kind::Zigzag => FieldKind::Whole { zigzag: true },
        Kind::Enum => FieldKind::Enum(row.choices),
        Kind::Message => FieldKind::Message(row.message),
    };
    let limits: Limits = option(&row.limits);
    FieldRule { number: row.number, name: row.name, repeated: row.repeated, kind, format: limits.format(), limits }
}

fn rpc(RpcRow { path, request, is_command, permission }: RpcRow) -> RpcRule {
    RpcRule { path, request, permission: option(&permission), is_command }
}

fn option<M: Message + Default>(encoded: &[u8]) -> M {
    M::decode(encoded).expect("the build found it well-formed")
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
