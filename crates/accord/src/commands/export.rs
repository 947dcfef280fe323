//! `export iati`: partnerships as an IATI 2.03 activity file.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use contract::partners::{GetPartnership, Partnership};
use futures::{StreamExt, TryStreamExt, stream};

use super::{operate, partnerships::partnerships, progress};
use crate::{
    client::{Client, ClientArgs, Failure},
    iati::{self, Document, Facts, Node, Reporter},
};

/// Partnerships that are asked for at a time.
const UNDER_WAY_MAX: usize = 8;
/// What is left out is told so often; the rest is counted.
const TOLD_MAX: usize = 20;

/// Whose activities, and who publishes them.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// Which partnerships, by their ids
    #[arg(value_name = "PARTNERSHIP", required_unless_present = "all", conflicts_with = "all")]
    partnerships: Vec<String>,
    /// All in which the caller stands; of the operator: all there are
    #[arg(long)]
    all: bool,
    /// Where the file goes; - for standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The publisher's identifier in IATI [default: that of the member that answers for results]
    #[arg(long, value_name = "REF", requires = "reporting_name")]
    reporting_ref: Option<String>,
    /// The publisher's name
    #[arg(long, value_name = "NAME", requires = "reporting_ref")]
    reporting_name: Option<String>,
    /// What kind of organisation the publisher is: a code of IATI's list OrganisationType
    #[arg(long, value_name = "CODE", default_value = "90")]
    reporting_type: String,
}

impl Wanted {
    fn reporter(&self) -> Option<Reporter> {
        let (reference, name) = (self.reporting_ref.clone()?, self.reporting_name.clone()?);
        Some(Reporter { reference, kind: self.reporting_type.clone(), name })
    }

    /// In an order that only their facts decide.
    async fn partnerships(&self, client: &Client) -> Result<Vec<Partnership>, Failure> {
        let mut wanted = if self.all { partnerships(client).await? } else { vec![] };
        for partnership_id in &self.partnerships {
            let asked = GetPartnership { partnership_id: partnership_id.clone(), ..Default::default() };
            wanted.push(client.call(&asked).await?);
        }
        wanted.sort_by(|a, b| (&a.source, &a.partnership_id).cmp(&(&b.source, &b.partnership_id)));
        wanted.dedup_by(|a, b| a.partnership_id == b.partnership_id);
        Ok(wanted)
    }
}

pub(super) async fn iati(wanted: &Wanted, client: &ClientArgs) -> Result<(), Failure> {
    let is_operator = client.partner.is_none();
    let client = client.connect("cli")?;
    if is_operator {
        operate::until_viewed(&client).await?;
    }
    let partnerships = wanted.partnerships(&client).await?;
    let reporter = wanted.reporter();
    let bar = progress(partnerships.len() as u64);
    let asked = partnerships.iter().map(|it| Facts::of(&client, &it.partnership_id));
    let mut facts = stream::iter(asked).buffered(UNDER_WAY_MAX);
    let mut output = None;
    let mut told = Told::default();
    while let Some(facts) = facts.try_next().await? {
        let (activities, left_out) = iati::activities(&facts, reporter.as_ref());
        if !activities.is_empty() {
            write(&activities, &mut output, &wanted.out).map_err(|error| unwritten(&wanted.out, &error))?;
        }
        told.activities += activities.len();
        told.left_out.extend(left_out);
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(output) = output {
        output.end(&wanted.out).map_err(|error| unwritten(&wanted.out, &error))?;
    }
    told.tell(partnerships.len());
    match told.activities {
        0 => Err(Failure::refused("no file was written: there is no activity, and IATI has no file without one")),
        _ => Ok(()),
    }
}

/// The file is begun with its first activity.
fn write(activities: &[Node], output: &mut Option<Output>, path: &Path) -> io::Result<()> {
    let output = match output {
        Some(output) => output,
        None => output.insert(Output::begin(path)?),
    };
    activities.iter().try_for_each(|it| output.document.write(it))
}

/// The file takes its name when it is whole.
struct Output {
    document: Document<BufWriter<Box<dyn Write>>>,
    making: Option<PathBuf>,
}

impl Output {
    fn begin(path: &Path) -> io::Result<Self> {
        let making = (path != Path::new("-")).then(|| {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(format!(".{}", std::process::id()));
            path.with_file_name(name)
        });
        let output: Box<dyn Write> = match &making {
            Some(making) => Box::new(File::create(making)?),
            None => Box::new(io::stdout()),
        };
        Ok(Output { document: Document::new(BufWriter::new(output))?, making })
    }

    fn end(self, path: &Path) -> io::Result<()> {
        drop(self.document.finish()?);
        match self.making {
            Some(making) => std::fs::rename(making, path),
            None => Ok(()),
        }
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::refused(format!("{} cannot be written: {error}", path.display()))
}

#[derive(Default)]
struct Told {
    activities: usize,
    left_out: Vec<String>,
}

impl Told {
    fn tell(&self, partnerships: usize) {
        eprintln!("{} activities of {partnerships} partnerships written", self.activities);
        for why in self.left_out.iter().take(TOLD_MAX) {
            eprintln!("left out: {why}");
        }
        match self.left_out.len().saturating_sub(TOLD_MAX) {
            0 => (),
            more => eprintln!("and {more} more"),
        }
    }
}
