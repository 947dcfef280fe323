//! The frontier of the record's Merkle tree (RFC 6962): all that appending needs, a hash for each full subtree.

use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of the full subtrees, the widest first: one for each bit set in `size`.
    nodes: Vec<Hash>,
}

impl Frontier {
    /// None unless there is a node for each full subtree of a tree of that size.
    pub fn restored(size: u64, nodes: Vec<Hash>) -> Option<Frontier> {
        (nodes.len() == size.count_ones() as usize).then_some(Frontier { size, nodes })
    }

    pub fn append(&mut self, fact: &[u8]) {
        let mut node = leaf(fact);
        // Each full subtree to the left that is as wide as the new one merges with it, as in adding one to a binary number.
        for _ in 0..self.size.trailing_ones() {
            let left = self.nodes.pop().expect("a node for each bit of the size");
            node = parent(&left, &node);
        }
        self.nodes.push(node);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        let right_to_left = self.nodes.iter().rev().copied();
        right_to_left.reduce(|right, left| parent(&left, &right)).unwrap_or_else(|| Sha256::digest([]).into())
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn nodes(&self) -> &[Hash] {
        &self.nodes
    }
}

fn leaf(fact: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(fact).finalize().into()
}

fn parent(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 6962, 2.1, word for word.
    fn recomputed(facts: &[Vec<u8>]) -> Hash {
        match facts {
            [] => Sha256::digest([]).into(),
            [fact] => leaf(fact),
            _ => {
                let (left, right) = facts.split_at(facts.len().next_power_of_two() / 2);
                parent(&recomputed(left), &recomputed(right))
            }
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_roots_are_those_of_certificate_transparency() {
        let leaves: [&[u8]; 8] =
            [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut frontier = Frontier::default();
        assert_eq!(hex(&frontier.root()), roots[0]);
        for (leaf, root) in leaves.iter().zip(&roots[1..]) {
            frontier.append(leaf);
            assert_eq!(hex(&frontier.root()), *root);
        }
    }

    proptest! {
        #[test]
        fn appending_and_recomputing_agree(facts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..80)) {
            let mut frontier = Frontier::default();
            for fact in &facts {
                frontier.append(fact);
            }
            prop_assert_eq!(frontier.root(), recomputed(&facts));
            let again = Frontier::restored(frontier.size(), frontier.nodes().to_vec());
            prop_assert_eq!(again, Some(frontier));
        }
    }
}
