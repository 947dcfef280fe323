//! Activities one after the other, from the file's start or again from a place where one is known to begin.

use std::{
    fs::File,
    io::{BufRead, BufReader, Seek},
    path::Path,
};

use super::{
    activity::Activity,
    element::Element,
    error::{Error, Place},
    pieces::{FILE_BYTES_MAX, Piece, Pieces, Tag, said},
};

/// What the file says it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    Known(String),
    /// Read as what it looks like: both dialects are told apart element by element.
    Unsaid,
    /// Something that is no number.
    Odd(String),
}

/// The activities of a file, each with its offset. Reads on only when asked.
#[derive(Debug)]
pub struct Activities<R> {
    pieces: Pieces<R>,
    version: Version,
    is_over: bool,
}

/// A place where an activity begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning {
    pub(super) at: Place,
    pub(super) offset: u64,
}

pub(super) fn opened(path: &Path) -> Result<BufReader<File>, Error> {
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let size_bytes = file.metadata().map_err(unreadable)?.len();
    match size_bytes <= FILE_BYTES_MAX {
        true => Ok(BufReader::with_capacity(64 * 1024, file)),
        false => Err(Error::FileTooLarge { limit_bytes: FILE_BYTES_MAX }),
    }
}

impl<R: BufRead> Activities<R> {
    /// Reads up to the root.
    pub fn new(input: R) -> Result<Self, Error> {
        let mut pieces = Pieces::new(input, Place::START, 0);
        // Pieces refuse text before the root, and a file without one.
        let root = loop {
            if let Piece::Open(tag) = pieces.next()? {
                break tag;
            }
        };
        if root.name != "iati-activities" {
            return Err(Error::WrongRoot { at: root.at, found: said(&root.name) });
        }
        Ok(Activities { pieces, version: version(&root)?, is_over: false })
    }

    pub fn version(&self) -> &Version {
        &self.version
    }

    pub(super) fn next_element(&mut self) -> Result<Option<Element>, Error> {
        loop {
            match self.pieces.next()? {
                Piece::Open(tag) if tag.name == "iati-activity" => {
                    return Element::read(tag, &mut self.pieces).map(Some);
                }
                Piece::Open(_) => self.pieces.skip()?,
                Piece::Text(_) | Piece::Close => (),
                Piece::End => return Ok(None),
            }
            self.check_size()?;
        }
    }

    /// A pipe has no size to ask for.
    fn check_size(&mut self) -> Result<(), Error> {
        match self.pieces.offset() <= FILE_BYTES_MAX {
            true => Ok(()),
            false => Err(Error::FileTooLarge { limit_bytes: FILE_BYTES_MAX }),
        }
    }
}

impl<R: BufRead> Iterator for Activities<R> {
    type Item = Result<Activity, Error>;

    /// Ends after the first error: what follows cannot be trusted.
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let read = self.next_element();
        self.is_over = !matches!(read, Ok(Some(_)));
        read.transpose().map(|element| element.map(|it| Activity::from_element(&it)))
    }
}

/// Reads the activity that begins there; with its size in bytes.
pub(super) fn activity_at(input: &mut BufReader<File>, beginning: Beginning) -> Result<(Activity, u64), Error> {
    let Beginning { at, offset } = beginning;
    let moved = input.stream_position().and_then(|here| {
        // The next activity is mostly the one that follows, and in the buffer already.
        input.seek_relative(offset as i64 - here as i64)
    });
    moved.map_err(|source| Error::Interrupted { at, source })?;
    let mut pieces = Pieces::new(input, at, offset);
    match pieces.next() {
        Ok(Piece::Open(tag)) if tag.name == "iati-activity" => {
            let activity = Activity::from_element(&Element::read(tag, &mut pieces)?);
            Ok((activity, pieces.offset() - offset))
        }
        _ => Err(Error::Changed { at }),
    }
}

fn version(root: &Tag) -> Result<Version, Error> {
    let written = root.attributes.iter().find(|(name, _)| name == "version").map(|(_, value)| value.trim());
    let Some(written) = written.filter(|it| !it.is_empty()) else { return Ok(Version::Unsaid) };
    let is_number = written.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    match written.split('.').next() {
        Some("1" | "2") if is_number => Ok(Version::Known(said(written))),
        _ if is_number => Err(Error::UnknownVersion { at: root.at, version: said(written) }),
        _ => Ok(Version::Odd(said(written))),
    }
}
