//! The head: how far the log had come, kept in a small file beside it, so that a log which lost its tail is noticed.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::entry::{Place, Placed, Stored};
use super::error::LogError;
use super::frontier::{Frontier, Hash};
use super::store::sync;

const TITLE: &str = "accord log head 1";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last position on disk.
    pub position: u64,
    /// The number of the last own fact that is not bulk.
    pub number: u64,
    /// The Merkle tree over the own facts: its size, its nodes, and through them its root.
    pub frontier: Frontier,
}

impl Head {
    pub fn tree_size(&self) -> u64 {
        self.frontier.size()
    }

    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The last of them at `end`.
    pub(super) fn append(&mut self, end: u64, entries: &[Placed<'_>]) {
        for (entry, place) in entries {
            if let Some(place) = place {
                self.add(*place, &entry.bytes);
            }
        }
        self.position = end;
    }

    pub(super) fn fold(&mut self, entry: &Stored) -> Result<(), LogError> {
        if let Some(place) = entry.place()? {
            self.add(place, &entry.bytes);
        }
        self.position = entry.position;
        Ok(())
    }

    fn add(&mut self, place: Place<'_>, fact: &[u8]) {
        if !place.bulk {
            self.number = place.number;
        }
        self.frontier.append(fact);
    }

    /// None where there is none, as before the first start.
    pub(super) fn read(folder: &Path) -> Result<Option<Head>, LogError> {
        let path = folder.join("head");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => String::new(),
            Err(error) => return Err(LogError::io("read", &path)(error)),
        };
        Head::parse(&text).map(Some).map_err(|why| LogError::HeadDamaged { path, why })
    }

    /// Written aside, synced and renamed: a crash leaves the old head or the new one.
    pub(super) fn write(&self, folder: &Path) -> Result<(), LogError> {
        let (path, aside) = (folder.join("head"), folder.join("head.new"));
        let mut file = File::create(&aside).map_err(LogError::io("make", &aside))?;
        let written = file.write_all(self.text().as_bytes()).and_then(|()| file.sync_all());
        written.map_err(LogError::io("write", &aside))?;
        fs::rename(&aside, &path).map_err(LogError::io("replace", &path))?;
        sync(folder)
    }

    /// Text, for whoever looks at it at night.
    fn text(&self) -> String {
        let nodes: Vec<String> = self.frontier.nodes().iter().map(hex).collect();
        let Head { position, number, .. } = self;
        let (size, root) = (self.tree_size(), hex(&self.root()));
        let nodes = nodes.join(",");
        let text =
            format!("{TITLE}\nposition {position}\nnumber {number}\ntree_size {size}\nroot {root}\nfrontier {nodes}\n");
        format!("{text}crc32 {:08x}\n", crc32fast::hash(text.as_bytes()))
    }

    fn parse(text: &str) -> Result<Head, &'static str> {
        let (body, crc) = text.trim_end().rsplit_once("crc32 ").ok_or("it is cut off")?;
        if format!("{:08x}", crc32fast::hash(body.as_bytes())) != crc {
            return Err("its checksum is wrong");
        }
        let mut lines = body.lines();
        if lines.next() != Some(TITLE) {
            return Err("it is of a version this program does not know");
        }
        let mut field = |name: &str| {
            let line = lines.next()?.split_once(' ')?;
            (line.0 == name).then_some(line.1)
        };
        let head = (|| {
            let position = field("position")?.parse().ok()?;
            let number = field("number")?.parse().ok()?;
            let size = field("tree_size")?.parse().ok()?;
            let root = unhex(field("root")?)?;
            let nodes = field("frontier")?.split(',').filter(|node| !node.is_empty()).map(unhex);
            let frontier = Frontier::restored(size, nodes.collect::<Option<Vec<Hash>>>()?)?;
            (frontier.root() == root).then_some(Head { position, number, frontier })
        })();
        head.ok_or("its fields contradict each other")
    }
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 2 * hash.len() || !text.is_ascii() {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_head() -> Head {
        let mut frontier = Frontier::default();
        (0..11_u8).for_each(|fact| frontier.append(&[fact]));
        Head { position: 70, number: 11, frontier }
    }

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Head::read(folder.path()).unwrap(), None);
        for head in [Head::default(), some_head()] {
            head.write(folder.path()).unwrap();
            assert_eq!(Head::read(folder.path()).unwrap(), Some(head));
        }
    }

    #[test]
    fn a_changed_or_cut_head_is_refused() {
        let text = some_head().text();
        for at in 0..text.trim_end().len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(Head::parse(&String::from_utf8(bytes).unwrap()).is_err(), "changed at {at}");
            assert!(Head::parse(&text[..at]).is_err(), "cut at {at}");
        }
    }
}
