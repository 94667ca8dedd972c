//! A server on a loopback port that responds to every request with the same bytes.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// Serves the same JSON body to every request on a loopback port, and returns the port. `check` gets the head and the body of each request.
///
/// # Panics
/// The port cannot be opened.
pub fn serve(body: &str, check: fn(&str, &[u8])) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let port = listener.local_addr().expect("an address").port();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: f20a67fe-67fe-f20a-fe67-0af2fe670af2\r\n\
         client-request-id: f20a67fe-67fe-f20a-fe67-0af2fe670af2\r\ndate: Sun, 22 Nov 2026 08:00:00 GMT\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, response) = (stream.expect("a connection"), response.clone());
            let host = std::thread::Builder::new().name("host".to_owned());
            host.spawn(move || respond(stream, response.as_bytes(), check)).expect("a thread");
        }
    });
    port
}

fn respond(mut stream: TcpStream, response: &[u8], check: fn(&str, &[u8])) {
    stream.set_nodelay(true).expect("a socket");
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let Ok(read @ 1..) = stream.read(&mut buffer) else { return };
        seen.extend_from_slice(&buffer[..read]);
        while let Some((head, end)) = first_request(&seen) {
            check(&String::from_utf8_lossy(&seen[..head]), &seen[head..end]);
            seen.drain(..end);
            if stream.write_all(response).is_err() {
                return;
            }
        }
    }
}

/// Returns the lengths in bytes of the head and of the whole of the first request in the received bytes, if the request is complete.
fn first_request(seen: &[u8]) -> Option<(usize, usize)> {
    let head = seen.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&seen[..head]).to_ascii_lowercase();
    let length: usize = text.split("content-length: ").nth(1)?.lines().next()?.parse().ok()?;
    (seen.len() >= head + length).then_some((head, head + length))
}
