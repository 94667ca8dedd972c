//! Measures the memory of a list of 1,000,000 objects in pages of 999, over a loopback socket.
//!
//! `cargo bench -p graph-tests --bench pages`
//!
//! Reads 10,000 and 1,000,000 objects with `stream()`, with `pages()`, and with `select`. Asserts that the peak memory of 1,000,000 is less
//! than 1.2 times that of 10,000.
//!
//! Each list is read in a process of its own, so that its peak memory can be measured (`VmHWM`, Linux only). The server is a thread of the
//! first process. It writes each page when it is requested, so its memory does not count and does not grow. Each figure is the median of
//! seven processes. A second figure, without a bound, leaves out the memory that the process had before the first request: the program
//! itself, the runtime and the TLS certificates. It is so small that one buffer more of the HTTP connection changes it by a tenth.
//!
//! The processes run with fixed thresholds of glibc's `malloc`, so that it returns the memory of a page to the system when the page is
//! dropped. By default, the thresholds grow while a program runs, and the peak contains memory that is not in use.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use graph_core::client::ListRequest;
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, Host, StaticToken, property};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserStatus as Status};

const FEW: usize = 10_000;
const MANY: usize = 1_000_000;
const PAGE: usize = 999;

/// The limit for the ratio of peak memory, `MANY` to `FEW`. Below the limit, memory counts as not growing.
const FLAT: f64 = 1.2;

/// The number of processes that measure a figure.
const ROUNDS: usize = 7;

/// See [`mallopt(3)`](https://man7.org/linux/man-pages/man3/mallopt.3.html).
const MALLOC: [(&str, &str); 3] =
    [("MALLOC_ARENA_MAX", "1"), ("MALLOC_MMAP_THRESHOLD_", "65536"), ("MALLOC_TRIM_THRESHOLD_", "65536")];

const WAYS: [&str; 3] = ["stream", "pages", "select"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [way, port, objects] = &arguments[..] {
        return read(way, port.parse().expect("a port"), objects.parse().expect("a number"));
    }
    let port = serve();
    println!("| list | objects | time | peak memory | without the idle program |");
    println!("|---|---:|---:|---:|---:|");
    let ratios: Vec<[f64; 2]> = WAYS.iter().map(|way| ratios(measure(way, port, FEW), measure(way, port, MANY))).collect();
    for (way, [whole, own]) in WAYS.iter().zip(&ratios) {
        println!("\n{way}: {MANY} objects take {whole:.2} times the peak memory of {FEW}, {own:.2} without the idle program");
    }
    assert!(ratios.iter().all(|[whole, _]| *whole < FLAT), "memory grows with the number of objects");
}

fn ratios(few: [usize; 2], many: [usize; 2]) -> [f64; 2] {
    [0, 1].map(|figure| many[figure] as f64 / few[figure] as f64)
}

/// Reads a list in processes of its own. Returns the median peak memory in KiB, first with and then without the idle program.
fn measure(way: &str, port: u16, objects: usize) -> [usize; 2] {
    let start = Instant::now();
    let rounds: Vec<[usize; 2]> = (0..ROUNDS).map(|_| run(way, port, objects)).collect();
    let seconds = start.elapsed().as_secs_f64() / ROUNDS as f64;
    let [whole, own] = [0, 1].map(|figure| {
        let mut peaks: Vec<usize> = rounds.iter().map(|round| round[figure]).collect();
        peaks.sort_unstable();
        peaks[ROUNDS / 2]
    });
    let [mib, own_mib] = [whole, own].map(|kib| kib as f64 / 1024.0);
    println!("| {way} | {objects} | {seconds:.1} s | {mib:.1} MiB | {own_mib:.1} MiB |");
    [whole, own]
}

fn run(way: &str, port: u16, objects: usize) -> [usize; 2] {
    let arguments = [way.to_owned(), port.to_string(), objects.to_string()];
    let output = Command::new(std::env::current_exe().unwrap()).args(arguments).envs(MALLOC).output().unwrap();
    assert!(output.status.success(), "{way}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (before, after) = text.trim().split_once(' ').unwrap();
    let [before, after]: [usize; 2] = [before, after].map(|number| number.parse().unwrap());
    [after, after - before]
}

/// Reads a list of this length in this process. Prints the peak memory before the first request and after the last one, in KiB.
fn read(way: &str, port: u16, objects: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let graph =
        Client::builder(ReqwestTransport::new().unwrap(), StaticToken::new("emulated")).host(Host::loopback(port)).build();
    let id = DeviceConfigurationId::new(objects.to_string()).unwrap();
    let list = graph.list(Status::v1().user_statuses_collection(&id)).count().timeout(Duration::from_secs(60));
    let before = peak_kib();
    let sum = runtime.block_on(async {
        match way {
            "stream" => streamed(list, objects).await,
            "pages" => paged(list, objects).await,
            _ => selected(list).await,
        }
    });
    assert_eq!(sum, objects * (objects - 1) / 2, "each object once");
    println!("{before} {}", peak_kib());
}

/// Returns the sum of the numbers of devices.
async fn streamed(list: ListRequest<Status>, objects: usize) -> usize {
    let (mut all, mut sum) = (list.stream(), 0);
    while let Some(status) = all.next().await {
        sum += status.unwrap().devices_count as usize;
    }
    assert_eq!(all.total(), Some(objects as u64));
    sum
}

async fn paged(list: ListRequest<Status>, objects: usize) -> usize {
    let (mut pages, mut sum, mut total) = (list.pages(), 0, None);
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        total = page.total().or(total);
        sum += page.into_vec().unwrap().iter().map(|status| status.devices_count as usize).sum::<usize>();
    }
    assert_eq!(total, Some(objects as u64));
    sum
}

async fn selected(list: ListRequest<Status>) -> usize {
    let count = property!(Status, devices_count);
    let (mut all, mut sum) = (list.select([&count]).stream(), 0);
    while let Some(status) = all.next().await {
        sum += status.unwrap().get(&count).unwrap().unwrap() as usize;
    }
    sum
}

fn peak_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Starts a server on its own thread, where it runs until the process ends. Returns its port.
fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            std::thread::spawn(move || answer(stream, port));
        }
    });
    port
}

/// Answers each request on a connection with a page. The id of the configuration is the number of objects.
fn answer(mut stream: TcpStream, port: u16) {
    stream.set_nodelay(true).unwrap();
    let mut requests = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    while let Some(first) = requests.next() {
        assert!(requests.by_ref().any(|line| line.is_empty()), "the end of the headers");
        let target = first.split(' ').nth(1).unwrap();
        let objects: usize = target.split('/').nth(4).unwrap().parse().unwrap();
        let from = target.split_once("$skiptoken=").map_or(0, |(_, token)| token.trim_end_matches('x').parse().unwrap());
        let page = page(target.split('?').next().unwrap(), port, from, objects);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", page.len());
        stream.write_all((head + &page).as_bytes()).unwrap();
    }
}

/// Returns the page of a list that begins with the object of this number.
fn page(path: &str, port: u16, from: usize, objects: usize) -> String {
    let to = objects.min(from + PAGE);
    let mut text = String::from("{");
    if from == 0 {
        write!(text, r#""@odata.count":{objects},"#).unwrap();
    }
    if to < objects {
        // Microsoft Graph's tokens are long too.
        let token = "x".repeat(300);
        write!(text, r#""@odata.nextLink":"http://127.0.0.1:{port}{path}?$skiptoken={to}{token}","#).unwrap();
    }
    text.push_str("\"value\":[");
    for number in from..to {
        let comma = if number > from { "," } else { "" };
        write!(
            text,
            r##"{comma}{{"@odata.type":"#microsoft.graph.deviceConfigurationUserStatus","id":"{number:032x}","userDisplayName":"User {number}","devicesCount":{number},"status":"compliant","lastReportedDateTime":"2026-01-01T08:00:00.1234567Z","userPrincipalName":"user{number}@contoso.example"}}"##
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}
