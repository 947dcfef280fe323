//! What a practice says, checked at the door and written in one way.

use std::collections::BTreeSet;

use contract::{partners::Evidence, resources::PracticeContent};
use kernel::{
    Invalid,
    document::{Document, Fields},
    parse,
};

pub(super) const EVIDENCE: Fields = Fields {
    uri: "content.evidence.uri",
    sha256: "content.evidence.sha256",
    size_bytes: "content.evidence.size_bytes",
    media_type: "content.evidence.media_type",
};

pub(super) fn content(said: Option<&PracticeContent>) -> Result<PracticeContent, Invalid> {
    let said = said.ok_or_else(|| Invalid::new("content", "is missing"))?;
    let PracticeContent { title, topics, summary, how, works_when, goal_id, activity_id, evidence } = said;
    documents(evidence, &EVIDENCE)?;
    Ok(PracticeContent {
        title: parse::filled("content.title", title)?.to_owned(),
        topics: topics_of(topics)?,
        summary: parse::filled("content.summary", summary)?.to_owned(),
        how: parse::filled("content.how", how)?.to_owned(),
        works_when: works_when.trim().to_owned(),
        goal_id: goal_id.clone(),
        activity_id: activity_id.clone(),
        evidence: evidence.clone(),
    })
}

pub(super) fn documents(evidence: &[Evidence], fields: &Fields) -> Result<(), Invalid> {
    evidence.iter().try_for_each(|it| {
        let Evidence { uri, sha256, size_bytes, media_type } = it;
        Document { uri, sha256, size_bytes: *size_bytes, media_type }.check(fields)
    })
}

/// In lower case, each once, in the order of letters: so that who searches finds them all.
fn topics_of(said: &[String]) -> Result<Vec<String>, Invalid> {
    let topics: BTreeSet<String> =
        said.iter().map(|it| parse::filled("content.topics", it).map(str::to_lowercase)).collect::<Result<_, _>>()?;
    match topics.is_empty() {
        true => {
            Err(Invalid::new("content.topics", "is missing: name at least one topic, the library is searched by them"))
        }
        false => Ok(topics.into_iter().collect()),
    }
}
