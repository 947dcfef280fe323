//! `import`: reads files whole, sends what they lead to, and says what became of it.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::{operate, rates::TableArgs};
use crate::{
    client::{Client, ClientArgs, Failure},
    csv::{self, Table},
    iati,
    importing::{Planned, Told},
    output::{Output, Rows},
    sending,
};

pub(super) async fn iati(files: &[PathBuf], dry_run: bool, client: &ClientArgs, output: Output) -> Result<(), Failure> {
    operators(client)?;
    // Every file is read whole before anything of any is sent.
    let mut plans = Vec::new();
    for file in files {
        plans.push(read(file, iati::plan).await?);
    }
    let plans: Vec<(&Path, &(dyn Planned + Sync))> =
        files.iter().zip(&plans).map(|(file, plan)| (file.as_path(), plan as _)).collect();
    let client = if dry_run { None } else { Some(client.connect("import")?) };
    import(&plans, client.as_ref(), output).await
}

pub(super) async fn csv(
    wanted: csv::Wanted,
    dry_run: bool,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    match (wanted.table, &client.partner) {
        (Table::Offers, None) if !dry_run => {
            return Err(Failure::usage("partners offer what is their own: say which one with --as"));
        }
        (Table::Offers, _) => (),
        (Table::Partners | Table::Transactions, _) => operators(client)?,
    }
    let file = wanted.file.clone();
    let plan = read(&file, move |_| csv::plan(&wanted)).await?;
    let client = if dry_run { None } else { Some(client.connect("import")?) };
    if let Some(client) = &client {
        if client.is_operator() {
            // An import of a moment ago is to be seen.
            operate::until_viewed(client).await?;
        }
        csv::check_references(&plan, client).await?;
    }
    import(&[(file.as_path(), &plan)], client.as_ref(), output).await
}

pub(super) async fn rates(
    file: PathBuf,
    table: TableArgs,
    dry_run: bool,
    client: &ClientArgs,
    output: Output,
) -> Result<(), Failure> {
    operators(client)?;
    let plan = read(&file, move |file| table.plan(&file)).await?;
    let client = if dry_run { None } else { Some(client.connect("import")?) };
    import(&[(file.as_path(), &plan)], client.as_ref(), output).await
}

/// Partners speak for themselves; what others say of them the operator lists.
fn operators(client: &ClientArgs) -> Result<(), Failure> {
    match client.partner {
        Some(_) => Err(Failure::usage("such an import is the operator's: leave --as away")),
        None => Ok(()),
    }
}

async fn read<P, E>(file: &Path, plan: impl FnOnce(PathBuf) -> Result<P, E> + Send + 'static) -> Result<P, Failure>
where
    P: Send + 'static,
    E: std::fmt::Display + Send + 'static,
{
    let (name, path) = (file.display().to_string(), file.to_owned());
    let read = tokio::task::spawn_blocking(move || plan(path)).await.map_err(Failure::internal)?;
    read.map_err(|error| Failure::refused(format!("{name}: {error}; nothing was imported")))
}

/// Sends them where there is somebody to send them to.
async fn import(
    plans: &[(&Path, &(dyn Planned + Sync))],
    client: Option<&Client>,
    output: Output,
) -> Result<(), Failure> {
    let mut facts = None;
    let mut refused = Vec::new();
    if let Some(client) = client {
        let before = operate::facts_seen(client).await?;
        for (_, plan) in plans {
            let bar = progress(plan.orders_count() as u64);
            refused.extend(sending::send(*plan, client, || bar.inc(1)).await?.refused);
            bar.finish_and_clear();
        }
        let after = operate::facts_seen(client).await?;
        facts = Some(after.zip(before).map(|(after, before)| after - before));
    }
    for (file, plan) in plans {
        report(&file.display().to_string(), *plan, output);
    }
    match facts {
        Some(Some(new)) => eprintln!("facts new in the record: {new}"),
        Some(None) => (),
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

/// Shown on a terminal, and nowhere else.
pub(crate) fn progress(orders: u64) -> ProgressBar {
    let bar = ProgressBar::new(orders);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn report(file: &str, plan: &dyn Planned, output: Output) {
    if output == Output::Table {
        return println!("{file}\n{}", Told(plan));
    }
    let mut rows = Rows::new(&["file", "what", "count", "remark"]);
    for row in plan.rows() {
        rows.push([file.to_owned(), row.label, row.count.to_string(), row.remark]);
    }
    for (kind, remarks) in plan.remarks() {
        for remark in &remarks.listed {
            let why = format!("{} line {}: {}", remark.what, remark.at.line, remark.why);
            rows.push([file.to_owned(), kind.to_owned(), String::new(), why]);
        }
    }
    rows.print(output);
}
