"""Stock Flask-SocketIO as its documentation has it, with an ORM commit for each answer.

SQLite in WAL with FULL, so that its acknowledgement promises what ours does. Speaks the same
names as the product and pushes what it is given, so that the same bytes travel.
"""

import eventlet

eventlet.monkey_patch()

import sys

from flask import Flask
from flask_socketio import SocketIO, emit, join_room
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{sys.argv[2]}/stock.db"
db = SQLAlchemy(app)
socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")


class Answer(db.Model):
    """One answer of one phone."""

    id = db.Column(db.Integer, primary_key=True)
    round = db.Column(db.Integer, index=True)
    answer_id = db.Column(db.String(32), unique=True)
    revision = db.Column(db.Integer)
    value = db.Column(db.JSON)


with app.app_context():

    @event.listens_for(db.engine, "connect")
    def durable(connection, _):
        """The same promise as ours: what is acknowledged survives a power cut."""
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    db.create_all()


@socketio.on("connect", namespace="/participant")
def connect(auth=None):
    """Enter the one room, and send the page at once."""
    join_room("run:1")
    emit("snapshot", {"page": "lobby"})


@socketio.on("push", namespace="/participant")
def push(payload):
    """The trainer changes the phase."""
    emit("snapshot", payload, to="run:1")


@socketio.on("submit_answer", namespace="/participant")
def submit_answer(payload):
    """Store, commit, acknowledge."""
    db.session.add(
        Answer(
            round=payload["round"],
            answer_id=payload["answer_id"],
            revision=payload["revision"],
            value=payload["value"],
        )
    )
    db.session.commit()
    return {"round": payload["round"], "ok": True}


if __name__ == "__main__":
    socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_output=False, max_size=20_000)
