"""Run statements that come as JSON on standard input; print the rows as JSON.

The server is found by the variables of libpq. Outside of transactions, because
databases are created and dropped here.
"""

import json
import sys

import psycopg2


def main():
    """Read the job, do it, and answer; the server's own words on standard error."""
    job = json.load(sys.stdin)
    try:
        connection = psycopg2.connect(dbname=job["database"], connect_timeout=20)
        connection.autocommit = True
        print(json.dumps(run(connection, job["statements"]), default=str))
    except psycopg2.Error as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    return 0


def run(connection, statements):
    """Return the rows of the last statement that has any."""
    rows = []
    with connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values or None)
            if cursor.description:
                rows = cursor.fetchall()
    return rows


if __name__ == "__main__":
    sys.exit(main())
