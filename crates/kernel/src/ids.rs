//! Ids made from names: the same name has the same id everywhere.

use sha1::{Digest, Sha1};
use uuid::{Builder, Uuid};

/// A UUID of version 5 (RFC 9562, section 5.5): of a name within a namespace. Every fact takes two or three, and the
/// library's own SHA-1 knows nothing of the processor's instructions for it.
pub fn name_based(namespace: &Uuid, name: &[u8]) -> Uuid {
    let hash = Sha1::new().chain_update(namespace.as_bytes()).chain_update(name).finalize();
    Builder::from_sha1_bytes(std::array::from_fn(|place| hash[place])).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_what_the_standard_says_of_its_example() {
        let id = name_based(&Uuid::NAMESPACE_DNS, b"www.example.com");
        assert_eq!(id.to_string(), "2ed6657d-e927-568b-95e1-2665a8aea6a2", "RFC 9562, appendix A.4");
        assert_eq!((id.get_version_num(), id.get_variant()), (5, uuid::Variant::RFC4122));
    }

    #[test]
    fn another_name_or_namespace_has_another_id() {
        let id = |namespace: &Uuid, name: &str| name_based(namespace, name.as_bytes());
        assert_ne!(id(&Uuid::NAMESPACE_DNS, "a"), id(&Uuid::NAMESPACE_DNS, "b"));
        assert_ne!(id(&Uuid::NAMESPACE_DNS, "a"), id(&Uuid::NAMESPACE_URL, "a"));
        assert_eq!(id(&Uuid::NAMESPACE_DNS, "a"), id(&Uuid::NAMESPACE_DNS, "a"));
    }
}
