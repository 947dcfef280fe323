//! `import iati`: reads files whole, sends what they lead to, and says what became of it.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use super::operate;
use crate::{
    client::{ClientArgs, Failure},
    iati::{self, Plan},
    output::{Output, Rows},
    sending,
};

pub(super) async fn iati(files: &[PathBuf], dry_run: bool, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    // Every file is read whole before anything of any is sent.
    let mut plans = Vec::new();
    for file in files {
        plans.push(read(file.clone()).await?);
    }
    let mut facts = None;
    let mut refused = Vec::new();
    if !dry_run {
        if client.partner.is_some() {
            return Err(Failure::usage("an import is the operator's: leave --as away"));
        }
        let client = client.connect("import")?;
        let before = operate::facts(&client).await?;
        for plan in &plans {
            let bar = progress(plan.orders_count() as u64);
            refused.extend(sending::send(plan, &client, || bar.inc(1)).await?.refused);
            bar.finish_and_clear();
        }
        facts = Some(operate::facts(&client).await? - before);
    }
    for (file, plan) in files.iter().zip(&plans) {
        report(&file.display().to_string(), plan, output);
    }
    match facts {
        Some(new) => eprintln!("facts new in the record: {new}"),
        None => eprintln!("nothing was sent: this was a dry run"),
    }
    for failure in &refused {
        eprintln!("refused: {failure}");
    }
    match refused.len() {
        0 => Ok(()),
        some => Err(Failure::refused(format!("{some} orders were refused; all others were carried out"))),
    }
}

async fn read(file: PathBuf) -> Result<Plan, Failure> {
    let name = file.display().to_string();
    let read = tokio::task::spawn_blocking(move || iati::plan(file)).await.map_err(Failure::internal)?;
    read.map_err(|error| Failure::refused(format!("{name}: {error}; nothing was imported")))
}

/// Shown on a terminal, and nowhere else.
pub(crate) fn progress(orders: u64) -> ProgressBar {
    let bar = ProgressBar::new(orders);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn report(file: &str, plan: &Plan, output: Output) {
    let mut rows = Rows::new(&["file", "what", "count", "remark"]);
    for row in plan.report().rows() {
        rows.push([file.to_owned(), row.label, row.count.to_string(), row.remark]);
    }
    let remarks = plan.report().skipped.listed.iter().map(|it| ("skipped", it));
    let misfits = plan.report().misfits.listed.iter().map(|it| ("not published again", it));
    let notes = plan.report().notes.listed.iter().map(|it| ("note", it));
    for (kind, remark) in remarks.chain(misfits).chain(notes) {
        let place = format!("{} line {}", remark.what, remark.at.line);
        rows.push([file.to_owned(), kind.to_owned(), String::new(), format!("{place}: {}", remark.why)]);
    }
    if output == Output::Table {
        println!("{file}");
        println!("{}", plan.report());
        return;
    }
    rows.print(output);
}
