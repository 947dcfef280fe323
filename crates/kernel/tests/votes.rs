//! Real votes: where their ballots lie beside the project, each published result that states one is reproduced.

use std::{collections::BTreeMap, fs, path::PathBuf};

use kernel::measures::{Bar, Beats};

/// A vote as its ballots and options say; "none of these" is the last option.
#[derive(Debug, Default)]
struct Vote {
    options: Vec<String>,
    ballots: Vec<Vec<u32>>,
}

/// What was published.
#[derive(Debug, Default, PartialEq)]
struct Published {
    /// A row an option, without the diagonal.
    beats: Vec<Vec<u32>>,
    /// By option, from 0: votes above the default, the quorum, and whether it was reached.
    quorum: Vec<(usize, u32, f64, bool)>,
    /// By option: whether it had its majority over the default.
    majority: Vec<(usize, bool)>,
    winners: Vec<usize>,
}

#[test]
fn published_results_are_reproduced() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/votes");
    if !folder.is_dir() {
        println!("no votes to reproduce: {} is not there", folder.display());
        return;
    }
    let mut reproduced = vec![];
    for (name, vote) in votes(&folder) {
        let published = folder.join("published_results").join(format!("{name}_results.txt"));
        let Ok(text) = fs::read_to_string(published) else { continue };
        let published = published_in(&text);
        assert!(!published.winners.is_empty() && !published.beats.is_empty(), "{name} states no result");
        reproduce(&name, &vote, &published);
        reproduced.push(name);
    }
    println!("reproduced {}: {}", reproduced.len(), reproduced.join(", "));
    assert!(!reproduced.is_empty(), "{} holds no published result", folder.display());
}

fn reproduce(name: &str, vote: &Vote, published: &Published) {
    let default = vote.options.len() - 1;
    let beats = Beats::of(vote.options.len(), vote.ballots.iter().map(Vec::as_slice));
    let rows: Vec<Vec<u32>> = beats.rows().iter().enumerate().map(|(at, row)| without(row, at)).collect();
    assert_eq!(rows, published.beats, "{name}: beat matrix");

    let quorum = published.quorum.iter().map(|it| it.2.ceil() as u32).max().unwrap_or_default();
    let bar = Bar { default, quorum, ratios: vote.options.iter().map(|it| ratio(it)).collect() };
    assert_eq!(published.quorum.len(), default, "{name}: a quorum line an option");
    for (option, votes, _, is_reached) in &published.quorum {
        assert_eq!(beats.above(*option, default), *votes, "{name}: votes of option {option} above the default");
        assert_eq!(beats.reaches_quorum(*option, &bar), *is_reached, "{name}: quorum of option {option}");
    }
    assert_eq!(published.majority.len(), default, "{name}: a majority line an option");
    for (option, has_it) in &published.majority {
        assert_eq!(beats.has_majority(*option, &bar), *has_it, "{name}: majority of option {option}");
    }
    assert_eq!(beats.winners_over(&bar), published.winners, "{name}: winners");
}

fn votes(folder: &std::path::Path) -> BTreeMap<String, Vote> {
    let mut votes: BTreeMap<String, Vote> = BTreeMap::new();
    for line in fs::read_to_string(folder.join("options.csv")).unwrap().lines().skip(1) {
        let mut parts = line.splitn(3, ',');
        let (Some(vote), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next()) else { panic!("{line}") };
        votes.entry(vote.to_owned()).or_default().options.push(text.to_owned());
    }
    for line in fs::read_to_string(folder.join("ballots_anonymised.csv")).unwrap().lines().skip(1) {
        let mut parts = line.splitn(3, ',');
        let (Some(vote), Some(_), Some(ranks)) = (parts.next(), parts.next(), parts.next()) else { panic!("{line}") };
        // A dash is unranked.
        let ballot = ranks.chars().map(|it| it.to_digit(10).unwrap_or(0)).collect();
        votes.get_mut(vote).expect("a vote with options").ballots.push(ballot);
    }
    votes
}

/// The majority that an option says it needs, such as [3:1]; a plain one where it says none.
fn ratio(option: &str) -> u32 {
    let at = option.find(":1").filter(|at| 0 < *at);
    at.and_then(|at| option[..at].chars().next_back()).and_then(|it| it.to_digit(10)).unwrap_or(1)
}

fn published_in(text: &str) -> Published {
    let mut published = Published::default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let table = lines.iter().position(|it| it.starts_with("===")).expect("a table") + 1;
    for row in lines[table..].iter().take_while(|it| it.starts_with("Option ")) {
        published.beats.push(row.split_whitespace().skip(2).map(|it| it.parse().expect("a count")).collect());
    }
    for line in &lines {
        if let Some((option, rest)) = line.split_once(" Reached quorum: ") {
            let (votes, needed) = rest.split_once(" > ").expect("votes > quorum");
            published.quorum.push((number(option), votes.parse().unwrap(), needed.parse().unwrap(), true));
        } else if let Some((option, _)) = line.split_once(" because of Majority") {
            published.majority.push((number(option.trim_start_matches("Dropping ")), false));
        } else if let Some((option, _)) = line.split_once(" passes Majority") {
            published.majority.push((number(option), true));
        }
    }
    let winners = lines.iter().position(|it| it.starts_with("The winner")).expect("winners") + 1;
    let named = lines[winners..].iter().take_while(|it| it.starts_with("Option "));
    published.winners = named.map(|it| number(it)).collect();
    published
}

/// "Option 3 …" is number 2 from 0.
fn number(option: &str) -> usize {
    option.split_whitespace().nth(1).and_then(|it| it.parse::<usize>().ok()).expect("Option n") - 1
}

fn without(row: &[u32], at: usize) -> Vec<u32> {
    row.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, it)| *it).collect()
}
