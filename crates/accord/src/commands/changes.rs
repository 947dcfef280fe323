//! `changes`: what has changed in the caller's partnerships since a day, over all services, in the order it happened.

use std::collections::HashMap;

use contract::{
    common::Standing,
    log::{Envelope, ListChanges, ListChangesResponse, Written, record_client::RecordClient},
    moment,
    partners::Partnership,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value;

use super::{
    events::{event, json},
    names::Names,
    partnerships::partnerships,
};
use crate::{
    client::{Client, ClientArgs, Failure},
    host::ALL,
    output::{Output, Rows},
};

const PAGE_SIZE: u32 = 500;
/// Where no day is given.
const DAYS: i64 = 7;
/// What names a thing to a reader, the most telling first.
const TELLING: [&str; 10] = ["title", "name", "text", "what", "why", "reason", "place", "value", "choice", "kind"];

pub(super) async fn changes(
    since: Option<&str>,
    partnership: Option<String>,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    let since = since.map_or_else(|| Ok(Timestamp::now() - SignedDuration::from_hours(24 * DAYS)), moment)?;
    let (partner, client) = (client.partner.clone(), client.connect("cli")?);
    let mut partnerships = partnerships(&client).await?;
    if let Some(partnership_id) = partnership {
        partnerships.retain(|it| it.partnership_id == partnership_id);
        if partnerships.is_empty() {
            // It is for the service to say why not.
            partnerships.push(Partnership { partnership_id, ..Default::default() });
        }
    } else if let Some(partner) = &partner {
        let (invited, read) = partnerships.into_iter().partition(|it| is_invited(it, partner));
        partnerships = read;
        for Partnership { title, .. } in invited {
            eprintln!("{title}: its record is read once the invitation is accepted");
        }
    }
    let (mut facts, mut written) = (Vec::new(), HashMap::new());
    for partnership in &partnerships {
        for service in ALL {
            let service = super::operate::name(service);
            let of_one = facts_of(&client, service, &partnership.partnership_id, since, &mut written).await?;
            facts.extend(of_one.into_iter().map(|it| (it, partnership.title.as_str())));
        }
    }
    facts.sort_by_key(|(it, _)| (it.recorded_at.map(|at| (at.seconds, at.nanos)), it.service.clone(), it.number));
    let mut names = Names::of_partners(&client);
    let mut rows = Rows::new(&["when", "partnership", "who", "what", "about"]);
    for (fact, title) in &facts {
        let content = json(fact)?;
        let (what, content) = event(&content, &fact.service);
        let when = fact.recorded();
        let when = when.map(|it| it.strftime("%F %H:%M").to_string()).unwrap_or_default();
        let who = match fact.partner.as_str() {
            _ if fact.channel == "clock" => "the clock".to_owned(),
            "" => "the node".to_owned(),
            partner_id => names.of(partner_id).await,
        };
        let about = written.get(&fact.event_id).map_or_else(|| telling(&content), in_a_line);
        rows.push([when, (*title).to_owned(), who, what.replace('_', " "), about]);
    }
    rows.print(output);
    Ok(())
}

/// A day, or a moment.
fn moment(text: &str) -> Result<Timestamp, Failure> {
    // A moment first: its day alone would be read out of it too.
    let day = || text.parse::<Date>().ok().and_then(|it| it.to_zoned(TimeZone::UTC).ok()).map(|it| it.timestamp());
    let moment = text.parse().ok().or_else(day);
    moment.ok_or_else(|| {
        Failure::usage(format!("--since {text}: give a day such as 2026-11-01, or 2026-11-01T08:00:00Z"))
    })
}

fn is_invited(partnership: &Partnership, partner: &str) -> bool {
    partnership.members.iter().any(|it| it.partner_id == partner && it.standing() == Standing::Invited)
}

async fn facts_of(
    client: &Client,
    service: &str,
    partnership_id: &str,
    since: Timestamp,
    written: &mut HashMap<String, Written>,
) -> Result<Vec<Envelope>, Failure> {
    let mut record = RecordClient::new(client.channel(service)?).max_decoding_message_size(64 << 20);
    let mut asked = ListChanges {
        partnership_id: partnership_id.to_owned(),
        page_size: PAGE_SIZE,
        service: service.to_owned(),
        since: Some(moment::on_wire(since)),
        ..Default::default()
    };
    let mut facts = Vec::new();
    loop {
        let answer: ListChangesResponse = record.list_changes(client.request(asked.clone())?).await?.into_inner();
        facts.extend(answer.changes);
        written.extend(answer.written.into_iter().map(|it| (it.event_id.clone(), it)));
        if answer.next_page_token.is_empty() {
            return Ok(facts);
        }
        asked.page_token = answer.next_page_token;
    }
}

/// The words by which a reader knows the thing; nothing where it has none, or they are sealed.
fn telling(content: &Value) -> String {
    let word = |name: &str| content.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    short(&plain(TELLING.into_iter().find_map(word).unwrap_or_default()))
}

fn in_a_line(written: &Written) -> String {
    if written.redacted { "(taken out of the record)".into() } else { short(&written.text) }
}

fn short(words: &str) -> String {
    const CHARS_MAX: usize = 80;
    let line = words.lines().next().unwrap_or_default();
    match line.char_indices().nth(CHARS_MAX) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

/// CHOICE_AGREE → choice agree
fn plain(words: &str) -> String {
    match words.chars().all(|it| it.is_ascii_uppercase() || it == '_') {
        true => words.replace('_', " ").to_lowercase(),
        false => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_day_begins_at_midnight_utc_and_a_moment_is_itself() {
        assert_eq!(moment("2026-11-01").unwrap().to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(moment("2026-11-01T08:30:00+02:00").unwrap().to_string(), "2026-11-01T06:30:00Z");
        assert!(moment("last week").unwrap_err().to_string().contains("--since last week"));
    }

    #[test]
    fn a_change_is_told_by_its_most_telling_words() {
        assert_eq!(telling(&json!({"why": "agreed", "title": "Meet in Kabul"})), "Meet in Kabul");
        assert_eq!(telling(&json!({"title": "", "why": "agreed"})), "agreed");
        assert_eq!(telling(&json!({"partner_id": "1"})), "");
        assert_eq!(telling(&json!({"choice": "CHOICE_AGREE"})), "choice agree");
        assert_eq!(telling(&json!({"text": "é".repeat(90)})).chars().count(), 81);
        let written = Written { text: "Seed is sown\nand watered".into(), ..Default::default() };
        assert_eq!(in_a_line(&written), "Seed is sown");
        let gone = Written { redacted: true, ..Default::default() };
        assert_eq!(in_a_line(&gone), "(taken out of the record)");
    }
}
