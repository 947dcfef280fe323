//! What a message is called in the contract, made by the compiler: three things are looked up by it for every call.

use std::marker::PhantomData;

const BYTES_MAX: usize = 128;

/// accord.goals.v1.ProposeGoal; of a message that stands in no other.
pub(crate) const fn full_name<M: prost::Name>() -> &'static str {
    FullName::<M>::TEXT
}

struct FullName<M>(PhantomData<M>);

impl<M: prost::Name> FullName<M> {
    const LENGTH: usize = M::PACKAGE.len() + 1 + M::NAME.len();

    const BYTES: [u8; BYTES_MAX] = {
        let (package, name) = (M::PACKAGE.as_bytes(), M::NAME.as_bytes());
        let mut bytes = [b'.'; BYTES_MAX];
        let mut at = 0;
        while at < package.len() {
            bytes[at] = package[at];
            at += 1;
        }
        while at + 1 < Self::LENGTH {
            bytes[at + 1] = name[at - package.len()];
            at += 1;
        }
        bytes
    };

    const TEXT: &'static str = {
        let bytes: &'static [u8] = &Self::BYTES;
        match str::from_utf8(bytes.split_at(Self::LENGTH).0) {
            Ok(text) => text,
            Err(_) => panic!("two texts and a dot are text"),
        }
    };
}

#[cfg(test)]
mod tests {
    use contract::{goals::ProposeGoal, log::GetStatus};
    use prost::Name;

    use super::full_name;

    #[test]
    fn a_message_is_called_what_the_contract_calls_it() {
        assert_eq!(full_name::<ProposeGoal>(), "accord.goals.v1.ProposeGoal");
        assert_eq!(full_name::<GetStatus>(), GetStatus::full_name());
    }
}
