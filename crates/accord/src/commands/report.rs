//! `report`: gathers what a caller may read of a partnership, and writes it as one page.

mod figures;
mod findings;
mod goals;
mod members;
mod money;
mod reach;
mod scorecard;

use std::path::Path;

use contract::partners::{GetPartnership, Partnership};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    client::{Client, ClientArgs, Failure},
    commands::names::Names,
    output::words,
    report::{Report, rendered},
};

pub(super) async fn report(partnership: &str, out: &Path, client: &ClientArgs) -> Result<(), Failure> {
    let client = client.connect("cli")?;
    let report = gathered(&client, partnership).await?;
    let written = std::fs::write(out, rendered(&report));
    written.map_err(|error| Failure::refused(format!("{}: {error}", out.display())))?;
    eprintln!("written: {}", out.display());
    Ok(())
}

async fn gathered(client: &Client, partnership_id: &str) -> Result<Report, Failure> {
    let asked = GetPartnership { partnership_id: partnership_id.to_owned(), ..Default::default() };
    let partnership: Partnership = client.call(&asked).await?;
    let mut gathering =
        Gathering { client, partnership: &partnership, names: Names::of_partners(client), as_of: vec![] };
    gathering.see(&partnership.as_of);
    let sections = vec![
        members::section(&partnership),
        scorecard::section(&mut gathering).await?,
        goals::section(&mut gathering).await?,
        figures::section(&mut gathering).await?,
        reach::section(&mut gathering).await?,
        money::section(&mut gathering).await?,
        findings::section(&mut gathering).await?,
    ];
    let Gathering { as_of, .. } = gathering;
    let stage = words(partnership.stage().as_str_name(), "STAGE_");
    Ok(Report {
        standing: format!(
            "{stage}, charter version {}, figures in {}",
            partnership.charter_version, partnership.currency
        ),
        title: partnership.title.clone(),
        purpose: partnership.purpose.clone(),
        written_on: Timestamp::now().to_zoned(TimeZone::UTC).date(),
        sections,
        as_of,
    })
}

/// What every section is made with.
struct Gathering<'g> {
    client: &'g Client,
    partnership: &'g Partnership,
    names: Names<'g>,
    as_of: Vec<String>,
}

impl Gathering<'_> {
    /// Of each log once; the newest comes last.
    fn see(&mut self, tokens: &[String]) {
        let origin = |token: &String| token.rsplit_once('@').map_or(token.clone(), |(origin, _)| origin.to_owned());
        self.as_of.retain(|it| !tokens.iter().any(|token| origin(token) == origin(it)));
        self.as_of.extend(tokens.iter().cloned());
    }

    fn id(&self) -> String {
        self.partnership.partnership_id.clone()
    }
}
