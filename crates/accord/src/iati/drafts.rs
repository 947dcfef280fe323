//! Which activities make one partnership: programmes, and the components under them.
//!
//! A programme names no parent and is nobody's child; or it has children, and its parent is not in the file.
//! Everything else is a component, and goes to the topmost activity above it that is in the file.
//! Where its parent is not in the file, the draft is made from what the component says of it.

use std::collections::HashMap;

use super::{
    index::{self, Entry},
    report::Report,
};

#[derive(Debug)]
pub(super) struct Draft {
    /// The programme's identifier, whether it is in the file or not.
    pub(super) identifier: String,
    pub(super) head: Head,
    /// Places of its components among the entries, in the file's order.
    pub(super) components: Vec<usize>,
}

#[derive(Debug)]
pub(super) enum Head {
    /// The programme's place among the entries.
    Programme(usize),
    /// Only named, by the component at this place; with the title it gives.
    Named { by: usize, title: String },
}

/// Where an activity belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Belongs {
    /// Nowhere above: it is a programme, or under one that is not in the file.
    Top,
    Under(usize),
    /// It is above itself, or under one that is.
    Circle,
}

pub(super) fn of(entries: &[Entry], report: &mut Report) -> Vec<Draft> {
    let above = parents(entries);
    let tops = tops(&above);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_identifier: HashMap<String, usize> = HashMap::new();
    for (place, entry) in entries.iter().enumerate() {
        let top = match tops[place] {
            Belongs::Circle => {
                report.skip_activity(&entry.identifier, entry.beginning.at, "its parents lead back to itself");
                continue;
            }
            Belongs::Under(top) => top,
            Belongs::Top => place,
        };
        let is_component = top != place || !is_programme(&entries[place], above[place]);
        report.programmes += usize::from(!is_component);
        report.components += usize::from(is_component);
        let (identifier, head) = head(entries, top, above[top]);
        let draft = *by_identifier.entry(identifier.clone()).or_insert_with(|| {
            drafts.push(Draft { identifier, head, components: Vec::new() });
            drafts.len() - 1
        });
        if is_component {
            drafts[draft].components.push(place);
            note_other_parents(entry, report);
        }
    }
    drafts
}

fn is_programme(entry: &Entry, above: Option<usize>) -> bool {
    above.is_none() && (entry.parents.is_empty() || !entry.children.is_empty())
}

/// What the draft is made from, for the topmost activity known.
fn head(entries: &[Entry], top: usize, above: Option<usize>) -> (String, Head) {
    let entry = &entries[top];
    match entry.parents.first() {
        Some((reference, title)) if !is_programme(entry, above) => {
            (reference.clone(), Head::Named { by: top, title: title.clone() })
        }
        _ => (entry.identifier.clone(), Head::Programme(top)),
    }
}

fn note_other_parents(entry: &Entry, report: &mut Report) {
    if 1 < entry.parents.len() {
        let first: Vec<_> = entry.parents.iter().take(3).map(|(reference, _)| reference.as_str()).collect();
        let note = format!("it names {} parents, and goes to one of them: {}", entry.parents.len(), first.join(", "));
        report.note(&entry.identifier, entry.beginning.at, note);
    }
}

/// The parent of each that is in the file: named by itself, or else by the parent.
fn parents(entries: &[Entry]) -> Vec<Option<usize>> {
    let places = index::by_identifier(entries);
    let own = |entry: &Entry| entry.parents.iter().find_map(|(reference, _)| places.get(reference.as_str()).copied());
    let mut parents: Vec<_> = entries.iter().map(own).collect();
    for (place, entry) in entries.iter().enumerate() {
        for child in entry.children.iter().filter_map(|it| places.get(it.as_str())) {
            let is_orphan = parents[*child].is_none() && entries[*child].parents.is_empty();
            if is_orphan && *child != place {
                parents[*child] = Some(place);
            }
        }
    }
    parents
}

/// The topmost above each. Each is looked at once, however long the chain.
fn tops(parents: &[Option<usize>]) -> Vec<Belongs> {
    let mut tops: Vec<Option<Belongs>> = vec![None; parents.len()];
    let mut on_path = vec![false; parents.len()];
    for start in 0..parents.len() {
        let mut path = Vec::new();
        let mut here = start;
        let found = loop {
            if on_path[here] {
                break Belongs::Circle;
            }
            match (tops[here], parents[here]) {
                (Some(Belongs::Top), _) | (None, None) => break Belongs::Under(here),
                (Some(known), _) => break known,
                (None, Some(parent)) => {
                    on_path[here] = true;
                    path.push(here);
                    here = parent;
                }
            }
        };
        for place in path {
            on_path[place] = false;
            tops[place] = Some(found);
        }
        if parents[start].is_none() {
            tops[start] = Some(Belongs::Top);
        }
    }
    tops.into_iter().map(|it| it.unwrap_or(Belongs::Top)).collect()
}
