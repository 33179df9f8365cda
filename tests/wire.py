"""HTTP requests as clients write them."""

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "------------------------d74496d66958873e"


def request(method, target, body, *fields, host="a.example"):
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *fields]
    return "\r\n".join([*lines, "", ""]).encode() + body


def post(body, kind, *fields, target="/upload"):
    data = body.encode() if isinstance(body, str) else body
    return request("POST", target, data, f"Content-Type: {kind}", f"Content-Length: {len(data)}", *fields)


def multipart(*parts, boundary=BOUNDARY, end="--\r\n"):
    """Parts are (name, file name, type, content); "" leaves a field of the part's header out."""
    out = []
    for name, file_name, kind, content in parts:
        shown = f'; filename="{file_name}"' if file_name else ""
        head = f'Content-Disposition: form-data; name="{name}"{shown}\r\n'
        head += f"Content-Type: {kind}\r\n" if kind else ""
        data = content.encode() if isinstance(content, str) else content
        out.append(f"--{boundary}\r\n{head}\r\n".encode() + data + b"\r\n")
    return b"".join(out) + f"--{boundary}{end}".encode()


def posted_multipart(*parts, boundary=BOUNDARY, **how):
    return post(multipart(*parts, boundary=boundary, **how), f"multipart/form-data; boundary={boundary}")


def aws_chunked(data, size=8192, trailer="x-amz-checksum-crc32: AAAAAA==\r\n"):
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + f"0\r\n{trailer}\r\n".encode()
