//! Charts as plain HTML and SVG: they print, scale, and take their colours from the page.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{Bar, Chart, Line, Point};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;
/// Lines are told apart by colour and by dashes: of both there are so many.
const STYLES: usize = 6;
const TICKS: f64 = 4.0;

pub(super) fn drawn(chart: &Chart, caption: &str) -> Markup {
    match chart {
        Chart::Bars { bars, whole } => drawn_bars(bars, *whole),
        Chart::Lines(lines) => drawn_lines(lines, caption),
    }
}

/// From the smallest, or 0, to the largest, or the whole; below 0 to the left.
fn drawn_bars(bars: &[Bar], whole: f64) -> Markup {
    let all = || bars.iter().flat_map(|it| [Some(it.value), it.due]).flatten();
    let (low, high) = (all().fold(0.0, f64::min), all().fold(whole, f64::max));
    let span = if high == low { 1.0 } else { high - low };
    let at = |value: f64| (value - low) / span * 100.0;
    html! {
        div.bars role="presentation" {
            @for bar in bars {
                @let (from, to) = (at(bar.value.min(0.0)), at(bar.value.max(0.0)));
                div.label { (bar.label) }
                div.track {
                    span.bar.below[bar.value < 0.0] style=(format!("left:{from:.2}%;width:{:.2}%", to - from)) {}
                    @if let Some(due) = bar.due {
                        span.due title="due by now" style=(format!("left:{:.2}%", at(due))) {}
                    }
                }
                div.written { (bar.written) }
            }
        }
    }
}

fn drawn_lines(lines: &[Line], caption: &str) -> Markup {
    let Some(frame) = Frame::of(lines) else { return html! {} };
    html! {
        svg.lines viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(caption) {
            @for tick in frame.ticks() {
                @let y = frame.y(tick);
                line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(short(y)) y2=(short(y)) {}
                text.tick x=(LEFT - 6.0) y=(short(y + 5.0)) text-anchor="end" { (written(tick)) }
            }
            text.tick x=(LEFT) y=(HEIGHT - 8.0) { (frame.first) }
            text.tick x=(WIDTH - RIGHT) y=(HEIGHT - 8.0) text-anchor="end" { (frame.last) }
            @for (place, line) in lines.iter().enumerate() {
                g class=(format!("line s{}", place % STYLES)) {
                    @for run in runs(&line.points) {
                        polyline points=(frame.path(&run)) {}
                    }
                    @for (point, value) in line.points.iter().filter_map(|it| Some((it, it.value?))) {
                        circle.reported[!point.is_verified] cx=(short(frame.x(point.on))) cy=(short(frame.y(value))) r="5" {
                            title { (line.label) ", " (point.on) ": " (written(value)) }
                        }
                    }
                }
            }
        }
        ul.legend {
            @for (place, line) in lines.iter().enumerate() {
                li class=(format!("s{}", place % STYLES)) { (line.label) }
            }
        }
    }
}

/// Points without a gap between them.
fn runs(points: &[Point]) -> Vec<Vec<(Date, f64)>> {
    let mut runs = vec![vec![]];
    for point in points {
        match (point.value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push((point.on, value)),
            _ => runs.push(vec![]),
        }
    }
    runs.retain(|it| 1 < it.len());
    runs
}

/// What the axes span.
struct Frame {
    first: Date,
    last: Date,
    low: f64,
    high: f64,
    step: f64,
}

impl Frame {
    /// None where no line has a value.
    fn of(lines: &[Line]) -> Option<Self> {
        let points = || lines.iter().flat_map(|it| &it.points);
        let values = || points().filter_map(|it| it.value).filter(|it| it.is_finite());
        let (first, last) = (points().map(|it| it.on).min()?, points().map(|it| it.on).max()?);
        values().next()?;
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let step = round_step((if high == low { 1.0 } else { high - low }) / TICKS);
        Some(Frame { first, last, low: (low / step).floor() * step, high: (high / step).ceil().max(1.0) * step, step })
    }

    fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as i32;
        (0..=count).map(|it| self.low + f64::from(it) * self.step).collect()
    }

    fn x(&self, on: Date) -> f64 {
        let days = |from: Date, to: Date| f64::from(from.until(to).map_or(0, |it| it.get_days()));
        let all = days(self.first, self.last);
        let share = if all == 0.0 { 0.5 } else { days(self.first, on) / all };
        LEFT + share * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    fn path(&self, run: &[(Date, f64)]) -> String {
        run.iter().map(|(on, value)| format!("{:.1},{:.1}", self.x(*on), self.y(*value))).collect::<Vec<_>>().join(" ")
    }
}

/// 1, 2 or 5 times a power of ten, no less than what is wanted.
fn round_step(wanted: f64) -> f64 {
    let power = 10f64.powf(wanted.log10().floor());
    [1.0, 2.0, 5.0].map(|it| it * power).into_iter().find(|it| wanted <= *it).unwrap_or(10.0 * power)
}

fn short(number: f64) -> String {
    format!("{number:.1}")
}

/// 1,234,567 or 0.04
pub(super) fn written(number: f64) -> String {
    let digits = if number.abs() < 1.0 {
        4
    } else if number.abs() < 100.0 {
        2
    } else {
        0
    };
    let plain = format!("{:.digits$}", number.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    let part = part.trim_end_matches('0');
    let sign = if number < 0.0 { "−" } else { "" };
    format!("{sign}{}{}{part}", groups.join(","), if part.is_empty() { "" } else { "." })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_round_numbers_around_all_values() {
        for (low, high, ticks) in [
            (0.0, 9.0, vec![0.0, 5.0, 10.0]),
            (0.0, 0.04, vec![0.0, 0.01, 0.02, 0.03, 0.04]),
            (-30.0, 120.0, vec![-50.0, 0.0, 50.0, 100.0, 150.0]),
            (0.0, 0.0, vec![0.0, 0.5]),
        ] {
            let points =
                [low, high].map(|it| Point { on: "2026-01-31".parse().unwrap(), value: Some(it), is_verified: true });
            let frame = Frame::of(&[Line { label: String::new(), points: points.into() }]).unwrap();
            let told: Vec<_> = frame.ticks().iter().map(|it| (it * 1e6).round() / 1e6).collect();
            assert_eq!(told, ticks, "{low} to {high}");
        }
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        for (number, text) in
            [(1_234_567.0, "1,234,567"), (0.0412, "0.0412"), (-12.5, "−12.5"), (0.0, "0"), (99.999, "100")]
        {
            assert_eq!(written(number), text);
        }
    }

    #[test]
    fn a_line_breaks_where_a_value_is_missing() {
        let point =
            |month: i8, value: Option<f64>| Point { on: jiff::civil::date(2026, month, 1), value, is_verified: true };
        let points = [
            point(1, Some(1.0)),
            point(2, Some(2.0)),
            point(3, None),
            point(4, Some(4.0)),
            point(5, Some(5.0)),
            point(6, None),
            point(7, Some(1.0)),
        ];
        let lengths: Vec<_> = runs(&points).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 2], "one alone is a dot, no line");
    }
}
