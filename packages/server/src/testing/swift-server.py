# OpenStack Swift with its S3 API, as one process on one disk: a store that people use, and that checks signatures.
# Arguments: port, directory, access key (account:user), secret. Prints "ready". When its input ends, it removes the directory and ends.
import os
import shutil
import socket
import sys

import eventlet

eventlet.patcher.monkey_patch(all=False, socket=True, select=True, thread=True, time=True)

from eventlet import wsgi
from paste.deploy import loadapp
from swift.common import utils

port, directory, access, secret = sys.argv[1:5]
conf = os.path.join(directory, 'conf')
devices = os.path.join(directory, 'devices')
os.makedirs(os.path.join(devices, 'disk'), exist_ok=True)
os.makedirs(conf, exist_ok=True)


def write(name, text):
    path = os.path.join(conf, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


utils.SWIFT_CONF_FILE = write('swift.conf', '[swift-hash]\nswift_hash_path_prefix = parley\n')
utils.validate_hash_conf()

from swift.common.ring import RingBuilder


def listen(at):
    listener = eventlet.listen(('127.0.0.1', at), reuse_addr=True)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(listener, app):
    wsgi.server(listener, app, log_output=False, keepalive=True)


for kind in ('account', 'container', 'object'):
    listener = listen(0)
    inner = listener.getsockname()[1]
    place = {'ip': '127.0.0.1', 'port': inner, 'replication_ip': '127.0.0.1', 'replication_port': inner}
    builder = RingBuilder(0, 1, 0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'weight': 1, 'device': 'disk', 'meta': '', **place})
    builder.rebalance()
    builder.get_ring().save(os.path.join(conf, kind + '.ring.gz'))
    settings = f'[DEFAULT]\nswift_dir={conf}\ndevices={devices}\nmount_check=false\nfallocate_reserve=0\n'
    app = f'[pipeline:main]\npipeline={kind}\n[app:{kind}]\nuse=egg:swift#{kind}\n'
    eventlet.spawn(serve, listener, loadapp('config:' + write(kind + '.conf', settings + app)))

filters = {
    'catch_errors': '',
    'gatekeeper': '',
    'listing_formats': '',
    'bulk': '',
    's3api': 'storage_domain = localhost\n',
    'tempauth': f'user_{access.replace(":", "_")} = {secret} .admin\n',
    'copy': '',
    'slo': '',
    'dlo': '',
    'versioned_writes': 'allow_object_versioning = true\n',
    'symlink': '',
}
proxy = loadapp('config:' + write('proxy.conf', f'''[DEFAULT]
swift_dir={conf}
[pipeline:main]
pipeline={' '.join(filters)} proxy-server
[app:proxy-server]
use=egg:swift#proxy
account_autocreate=true
''' + ''.join(f'[filter:{name}]\nuse=egg:swift#{name}\n{more}' for name, more in filters.items())))


class Memory:
    """What memcached would hold."""

    def __init__(self):
        self.values = {}

    def get(self, key, *_, **__):
        return self.values.get(key)

    def set(self, key, value, *_, **__):
        self.values[key] = value

    def delete(self, key, *_, **__):
        self.values.pop(key, None)


memory = Memory()


def front(env, start_response):
    env['swift.cache'] = memory
    return proxy(env, start_response)


def end_with_input():
    while True:
        eventlet.hubs.trampoline(0, read=True)
        if os.read(0, 1024) == b'':
            shutil.rmtree(directory, ignore_errors=True)
            os._exit(0)


eventlet.spawn(end_with_input)
public = listen(int(port))
print('ready', flush=True)
serve(public, front)
