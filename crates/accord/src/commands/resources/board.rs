//! `board`: what is offered and what is needed, kind by kind, and which offers would meet which needs.

use std::collections::HashMap;

use contract::resources::{Board, GetBoard, Match, Need, Offer, SuggestMatches, SuggestedMatches};

use crate::{
    client::{ClientArgs, Failure},
    commands::names::Names,
    output::{Output, Rows, line, words},
};

const SHOWN: [&str; 9] = ["what", "kind", "title", "by", "quantity", "left", "from", "until", "id"];
const MATCHES: [&str; 5] = ["needed", "offered", "by", "score", "because"];

pub(in crate::commands) async fn board(partnership: &str, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let asked = GetBoard { partnership_id: partnership.to_owned(), ..Default::default() };
    let board: Board = client.call(&asked).await?;
    let asked = SuggestMatches { partnership_id: partnership.to_owned(), ..Default::default() };
    let suggested: SuggestedMatches = client.call(&asked).await?;
    let mut names = Names::of_partners(&client);
    let mut shown = Rows::new(&SHOWN);
    let mut titles = HashMap::new();
    for column in &board.columns {
        for it in &column.needs {
            titles.insert(it.need_id.clone(), it.title.clone());
            shown.push(need_row(it, names.of(&it.partner_id).await));
        }
        for it in &column.offers {
            titles.insert(it.offer_id.clone(), it.title.clone());
            shown.push(offer_row(it, names.of(&it.partner_id).await));
        }
    }
    if output != Output::Table {
        shown.print(output);
        return Ok(());
    }
    shown.print(output);
    let mut matches = Rows::new(&MATCHES);
    for it in &suggested.matches {
        matches.push(match_row(it, &titles, names.of(&it.partner_id).await));
    }
    if !matches.rows.is_empty() {
        line("\nWhat would meet what");
        matches.print(output);
    }
    Ok(())
}

fn need_row(it: &Need, by: String) -> [String; 9] {
    [
        "need".to_owned(),
        words(it.kind().as_str_name(), "RESOURCE_KIND_"),
        it.title.clone(),
        by,
        format!("{} {}", it.quantity, it.unit),
        String::new(),
        it.needed_from.clone(),
        it.needed_until.clone(),
        it.need_id.clone(),
    ]
}

fn offer_row(it: &Offer, by: String) -> [String; 9] {
    [
        format!("offer ({})", words(it.terms().as_str_name(), "TERMS_")),
        words(it.kind().as_str_name(), "RESOURCE_KIND_"),
        it.title.clone(),
        by,
        format!("{} {}", it.quantity, it.unit),
        it.free_now.clone(),
        it.available_from.clone(),
        it.available_until.clone(),
        it.offer_id.clone(),
    ]
}

fn match_row(it: &Match, titles: &HashMap<String, String>, by: String) -> [String; 5] {
    let title = |id: &String| titles.get(id).unwrap_or(id).clone();
    let reasons: Vec<_> = it.reasons.iter().filter(|it| 0 < it.points).map(|it| it.words.as_str()).collect();
    [title(&it.need_id), title(&it.offer_id), by, it.score.to_string(), reasons.join("; ")]
}
