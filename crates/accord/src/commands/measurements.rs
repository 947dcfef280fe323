//! `import measurements` and `template measurements`: what a partner owes as a table, and the table filled in.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use super::operate;
use crate::{
    client::{ClientArgs, Failure},
    measurements::{self, Came, Owed, Reader, Wanted, Wrong},
    output::{Output, Rows},
};

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// A row a value: columns indicator_id, period_start, period_end, and value or numerator and denominator
    file: PathBuf,
    /// The partnership, where rows name none
    #[arg(long, value_name = "ID", default_value = "")]
    partnership: String,
    /// Where the operator read them [default: the file's name]; partners say so row by row, in taken_from
    #[arg(long, value_name = "WORDS")]
    source: Option<String>,
    /// Only ask what would become of each row; nothing is recorded
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct TemplateArgs {
    /// The partnership
    #[arg(long, value_name = "ID")]
    partnership: String,
    /// Who owes them, by its id [default: the partner that calls]
    #[arg(id = "of_partner", long = "partner", value_name = "ID")]
    partner: Option<String>,
    /// What the period is called, such as 2026-Q3, or its last day [default: every period that is over]
    #[arg(long, value_name = "PERIOD", default_value = "")]
    period: String,
    /// Where to write it [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) async fn import(asked: ImportArgs, args: &ClientArgs, output: Output) -> Result<(), Failure> {
    let client = args.connect("import")?;
    let name = asked.file.display().to_string();
    let source = match (&args.partner, asked.source) {
        (Some(_), Some(_)) => {
            return Err(Failure::usage(
                "--source is the operator's: a partner's rows say in taken_from where they are from",
            ));
        }
        (Some(_), None) => String::new(),
        (None, Some(source)) => source,
        (None, None) => asked.file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let wanted = Wanted {
        partnership_id: asked.partnership,
        partner_id: args.partner.clone(),
        source,
        validate_only: asked.dry_run,
    };
    let rows = Reader::open(&asked.file, wanted)
        .map_err(|error| Failure::refused(format!("{name}: {error}; nothing was imported")))?;
    let before = operate::facts_seen(&client).await?;
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} values {per_sec} {elapsed}") {
        bar.set_style(style);
    }
    let came = measurements::send(rows, &client, |more| bar.inc(more)).await;
    bar.finish_and_clear();
    let came = came?;
    let after = operate::facts_seen(&client).await?;
    tell(&came, asked.dry_run, output);
    if let Some(new) = after.zip(before).map(|(after, before)| after - before).filter(|_| !asked.dry_run) {
        eprintln!("facts new in the record: {new}");
    }
    match came.refused {
        0 => Ok(()),
        some => {
            Err(Failure::refused(format!("{name}: {some} values were refused; all others {}", stand(asked.dry_run))))
        }
    }
}

pub(super) async fn template(asked: TemplateArgs, args: &ClientArgs) -> Result<(), Failure> {
    let client = args.connect("cli")?;
    let partner = asked.partner.or_else(|| args.partner.clone());
    let partner = partner.ok_or_else(|| Failure::usage("say whose template, with --partner or --as"))?;
    let owed = Owed { partnership_id: &asked.partnership, partner_id: &partner, period: &asked.period };
    let template = measurements::template(&client, &owed).await?;
    match &asked.out {
        None => template.rows.print(Output::Csv),
        Some(file) => {
            let written = std::fs::write(file, template.rows.csv());
            written.map_err(|error| Failure::refused(format!("{}: {error}", file.display())))?;
        }
    }
    match template.values {
        0 => eprintln!("nothing is owed for such a period"),
        some => eprintln!("values owed: {some}; fill them in, then: accord import measurements FILE --as {partner}"),
    }
    if 0 < template.returned {
        eprintln!("given back, and to be corrected (CorrectMeasurement): {}", template.returned);
    }
    Ok(())
}

fn stand(is_dry: bool) -> &'static str {
    if is_dry { "would stand" } else { "stand" }
}

fn tell(came: &Came, is_dry: bool, output: Output) {
    if output == Output::Table {
        println!("values that {}: {}", stand(is_dry), came.stand);
        println!("rows not filled in: {}", came.blank);
        println!("values refused: {}", came.refused);
    }
    if came.wrong.is_empty() && output == Output::Table {
        return;
    }
    let mut rows = Rows::new(&["line", "column", "why"]);
    for Wrong { line, column, why } in &came.wrong {
        rows.push([line.to_string(), column.clone(), why.clone()]);
    }
    rows.print(output);
}
