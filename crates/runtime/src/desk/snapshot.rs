//! What the start folds: from a snapshot that may be thrown away, and from the log behind it.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

use contract::log::envelope::Fact;
use prost::Message;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    core::{Core, retry::Answered},
    ledger::Ledger,
    seen::{Key, Seen},
};
use crate::{
    log::{Kind, Log, LogError, Stored},
    reactor::{Marker, origin_of},
    service::{Memory, Service},
    standing::Standing,
};

/// Raise it when a snapshot's shape or a fold changes its meaning: older ones are then thrown away.
const VERSION: u32 = 10;
const FILE: &str = "snapshot";
const ENTRIES_MAX: usize = 4_096;
const BYTES_MAX: usize = 4 << 20;

/// The desk's state as of a position of the log: borrowed where it is written, owned where it was read.
#[derive(Serialize, Deserialize)]
struct Snapshot<Memory, Standing, Seen, Ledger> {
    version: u32,
    build: String,
    position: u64,
    /// The log's own fact at or before the position: a snapshot of another log is thrown away.
    event_id: String,
    reacted: u64,
    memory: Memory,
    standing: Standing,
    seen: Seen,
    ledger: Ledger,
}

type Read<M> = Snapshot<M, Standing, Seen, Ledger>;

/// How far the start came, and where reactions go on.
pub(crate) struct Loaded {
    pub(crate) reacted: u64,
}

/// Folds the desk's state: the snapshot where there is a fitting one, and what the log has behind it.
pub(crate) fn load<S: Service>(folder: &Path, core: &mut Core<S>, log: &Log) -> Result<Loaded, LogError> {
    let mut loaded = Loaded { reacted: 0 };
    let mut position = 0;
    if let Some(snapshot) = read::<S::Memory>(folder).filter(|it| fits(it, log)) {
        (position, loaded.reacted) = (snapshot.position, snapshot.reacted);
        core.memory = snapshot.memory;
        core.standing = snapshot.standing;
        core.seen = snapshot.seen;
        core.ledger = snapshot.ledger;
    }
    let mut last_command = (String::new(), String::new());
    loop {
        let entries = log.read(position, ENTRIES_MAX, BYTES_MAX)?;
        let Some(last) = entries.last() else { return Ok(loaded) };
        position = last.position;
        for entry in &entries {
            fold(core, entry, &mut loaded, &mut last_command);
        }
    }
}

fn fold<S: Service>(core: &mut Core<S>, entry: &Stored, loaded: &mut Loaded, last_command: &mut (String, String)) {
    match entry.kind {
        Kind::Own => {
            let Some(fact) = entry.fact() else { return };
            core.ledger.restore(&fact);
            if matches!(fact.fact, Some(Fact::ReactionParked(_))) {
                core.ledger.parked += 1;
            }
            let command = (fact.partner.clone(), fact.command_id.clone());
            if command != *last_command {
                remember(core, &command.0, &command.1, entry.position);
                *last_command = command;
            }
            core.memory.remember(&fact);
            core.standing.remember(&fact);
            core.doom(&fact);
        }
        Kind::Heard => {
            // What this build cannot read is kept, and its number is not known: the origin sends it again.
            let Some(fact) = entry.fact() else { return };
            core.ledger.hear(&origin_of(&fact), &fact);
            core.memory.remember(&fact);
            core.standing.remember(&fact);
        }
        Kind::Marker => {
            if let Ok(marker) = Marker::decode(&entry.bytes[..]) {
                loaded.reacted = marker.reacted;
            }
        }
        Kind::Answered => {
            if let Ok(answered) = Answered::decode(&entry.bytes[..]) {
                remember(core, &answered.partner, &answered.command_id, entry.position);
            }
        }
    }
}

fn remember<S: Service>(core: &mut Core<S>, partner: &str, command_id: &str, position: u64) {
    if let Ok(command_id) = Uuid::parse_str(command_id) {
        core.seen.remember(Key::of(partner, command_id), position);
    }
}

/// Writes a snapshot of the state as of the log's end, which must be on disk.
pub(crate) fn save<S: Service>(folder: &Path, core: &Core<S>, log: &Log, reacted: u64) -> io::Result<()> {
    let position = log.durable_end();
    let snapshot = Snapshot {
        version: VERSION,
        build: build(),
        position,
        event_id: newest(log, position),
        reacted,
        memory: &core.memory,
        standing: &core.standing,
        seen: &core.seen,
        ledger: &core.ledger,
    };
    let making = folder.join("snapshot.making");
    let file = Summed { file: BufWriter::new(fs::File::create(&making)?), crc: crc32fast::Hasher::new() };
    let Summed { mut file, crc } = postcard::to_io(&snapshot, file).map_err(io::Error::other)?;
    file.write_all(&crc.finalize().to_be_bytes())?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(making, folder.join(FILE))
}

/// Written as it is made: all of it at once would take as much memory again.
struct Summed {
    file: BufWriter<fs::File>,
    crc: crc32fast::Hasher,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn read<M: Memory>(folder: &Path) -> Option<Read<M>> {
    let bytes = fs::read(folder.join(FILE)).ok()?;
    let (content, crc) = bytes.split_last_chunk::<4>()?;
    if crc32fast::hash(content) != u32::from_be_bytes(*crc) {
        return None;
    }
    let snapshot: Read<M> = postcard::from_bytes(content).ok()?;
    (snapshot.version == VERSION && snapshot.build == build()).then_some(snapshot)
}

/// A snapshot is of this very log, and not ahead of it.
fn fits<M>(snapshot: &Read<M>, log: &Log) -> bool {
    snapshot.position <= log.durable_end() && newest(log, snapshot.position) == snapshot.event_id
}

/// The fact at that position, or nothing where another kind of entry stands there.
fn newest(log: &Log, position: u64) -> String {
    let Some(before) = position.checked_sub(1) else { return String::new() };
    let entries = log.read(before, 1, usize::MAX).unwrap_or_default();
    entries.first().and_then(Stored::fact).map(|it| it.event_id.clone()).unwrap_or_default()
}

/// Another build may fold otherwise.
fn build() -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), std::any::type_name::<Read<()>>())
}
